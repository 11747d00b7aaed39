import * as assert from "uvu/assert";
import { retry, type RetryOptions } from "sluice";
import { breathes } from "../../support/breathes.ts";
import { withRandom } from "../../support/dice.ts";
import { failure } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { watchedSignal } from "../../support/signals.ts";
import { pending, suite } from "../../support/test.ts";
import { type FakeTimers, withTimers } from "../../support/timers.ts";

const test = suite("retry");

/** Calls that fail with these, one after the other, and then succeed; and when each was. */
function failing(...errors: unknown[]) {
  const times: number[] = [];
  const start = Date.now();
  const call = () => {
    if (times.push(Date.now() - start) <= errors.length) throw errors[times.length - 1];
    return "done";
  };
  return { times, call };
}

/** Lets time pass until the promise is settled. */
async function settled(timers: FakeTimers, promise: Promise<unknown>, step = 1): Promise<void> {
  for (let round = 0; round < 2000 && await pending(promise); round++) {
    await rest();
    timers.pass(step);
    await rest();
  }
}

async function timesOf(timers: FakeTimers, errors: unknown[], options: RetryOptions, step?: number): Promise<number[]> {
  const { times, call } = failing(...errors);
  const result = retry(call, options);
  await settled(timers, result.catch(() => {}), step);
  return times;
}

test("the first success is what it gives, and the first attempt is made inside the call (R3)", async () => {
  const seen: unknown[] = [];
  const result = retry(({ attempt, signal }) => {
    seen.push(attempt, signal.aborted);
    return Promise.resolve("done");
  });
  assert.equal(seen, [1, false]);
  assert.is(await result, "done");
});

test("the delays between attempts are exactly those of backoff() (R3)", () =>
  withTimers(async (timers) => {
    const errors = [1, 2, 3, 4, 5, 6];
    assert.equal(await timesOf(timers, errors, { attempts: 7, delay: 5, maxDelay: 50, jitter: "none" }), [
      0,
      5,
      15,
      35,
      75,
      125,
      175,
    ]);
    await withRandom(() => 0.5, async () => {
      assert.equal(await timesOf(timers, errors, { delay: 20 }), [0, 10, 30]);
    });
    assert.equal(await timesOf(timers, errors, { jitter: (ms) => ms / 50 }), [0, 2, 6]);
    assert.is(timers.armed, 0);
  }));

test("after the last attempt it throws the last error itself, with the earlier ones as its cause (R3)", () =>
  withTimers(async (timers) => {
    const errors = ["first", "second", "third"].map((text) => new Error(text));
    const failed = failure<Error>(retry(failing(...errors).call, { delay: 1 }));
    await settled(timers, failed);
    assert.is(await failed, errors[2]);
    assert.equal(((await failed).cause as AggregateError).errors, errors.slice(0, 2));
  }));

test("when() says whether to go on, with the error and the number of the attempt that failed (R3)", () =>
  withTimers(async (timers) => {
    const asked: unknown[][] = [];
    const when = (...args: unknown[]) => asked.push(args) < 2;
    const { times, call } = failing("a", "b", "c", "d");
    const failed = failure(retry(call, { attempts: 5, delay: 1, when }));
    await settled(timers, failed);
    assert.is(await failed, "b");
    assert.equal(asked, [["a", 1], ["b", 2]]);
    assert.is(times.length, 2);
    assert.is(
      await failure(retry(failing("a").call, {
        when: () => {
          throw new Error("when failed");
        },
      })).then((error) => (error as Error).message),
      "when failed",
    );
    assert.is(
      await failure(retry(failing("last").call, { attempts: 1, when: () => assert.unreachable() as never })),
      "last",
    );
  }));

test("a failure that says when to come again decides the delay, uncapped and without jitter (R3)", () =>
  withTimers(async (timers) => {
    await withRandom(() => 0.5, async () => {
      const errors = [{ retryAfter: 70 }, "plain", { headers: new Headers({ "Retry-After": "1" }) }];
      const times = await timesOf(timers, errors, { attempts: 4, delay: 4, maxDelay: 50 });
      assert.equal(times, [0, 70, 74, 1074]);
      const far = await timesOf(timers, [{ retryAfter: 3_000_000_000 }], {}, 100_000_000);
      assert.is(far.at(-1), 3_000_000_000);
    });
  }));

test("an abort while it waits ends it at once, with signal.reason (R3, C14)", () =>
  withTimers(async (timers) => {
    const { controller, signal } = watchedSignal();
    const failed = failure(retry(failing("a", "b").call, { signal, delay: 1000, jitter: "none" }));
    await rest();
    assert.is(timers.armed, 1);
    controller.abort("enough");
    assert.is(await failed, "enough");
    assert.is(timers.armed, 0);
  }));

test("an abort while fn runs ends it at once, whatever fn does, and what fn fails with later is silent (R3, C21)", async () => {
  const watched = watchedSignal();
  const { controller, signal } = watched;
  let reject: (error: unknown) => void = () => assert.unreachable();
  const failed = failure(retry((context) => {
    assert.is(context.signal, signal);
    return new Promise((_, no) => reject = no);
  }, { signal }));
  assert.is(watched.listeners, 1);
  controller.abort("enough");
  assert.is(await failed, "enough");
  reject(new Error("too late"));
  await rest();
  assert.is(watched.listeners, 0);
});

test("an abort by fn, or by when(), counts before what fn fails with (R3)", async () => {
  for (const by of ["fn", "when"]) {
    const controller = new AbortController();
    const { signal } = controller;
    const abort = () => controller.abort(by);
    const options: RetryOptions = { signal, when: () => (by === "when" && abort(), true), delay: 0 };
    const failed = retry(() => {
      if (by === "fn") abort();
      throw new Error("failed");
    }, options);
    assert.is(await failure(failed), by);
  }
});

test("of an abort, when() is not asked, and the reason is what it was (R3, C14)", async () => {
  const controller = new AbortController();
  const asked: unknown[] = [];
  const reason = new Error("enough");
  const failed = failure(
    retry(({ attempt }) => {
      if (attempt === 2) controller.abort(reason);
      throw new Error(`failed ${attempt}`);
    }, { signal: controller.signal, delay: 0, attempts: 2, when: (error) => asked.push(error) > 0 }),
  );
  assert.is(await failed, reason);
  assert.not("cause" in reason);
  assert.is(asked.length, 1);
});

test("a signal that is aborted already means no attempt at all (R3, C13)", async () => {
  const signal = AbortSignal.abort("before");
  assert.is(await failure(retry(() => assert.unreachable(), { signal })), "before");
});

test("a success with a signal leaves nothing on it (R3, C15)", async () => {
  const watched = watchedSignal();
  assert.is(await retry(() => "done", { signal: watched.signal }), "done");
  await rest();
  assert.is(watched.listeners, 0);
  watched.controller.abort();
});

test("without a signal, fn gets one that never aborts, the same for the whole attempt (R3)", async () => {
  await retry((context) => {
    assert.is(context.signal, context.signal);
    assert.not(context.signal.aborted);
  });
});

test("a retry() that need not wait lets the event loop have its turn, whatever it comes to (C23)", async () => {
  assert.ok(await breathes(() => retry(() => 1)));
  assert.ok(await breathes(() => retry(() => 1, { signal: new AbortController().signal })));
  assert.ok(await breathes(() => retry(() => Promise.reject("broken"), { attempts: 1 })));
  assert.ok(await breathes(() => retry(() => 1, { signal: AbortSignal.abort() })));
});

test("fn must be a function (C25)", async () => {
  const { name, message } = await failure<Error>(retry(5 as never));
  assert.is(`${name}: ${message}`, "TypeError: fn must be a function, not 5");
});

test.run();
