import * as assert from "uvu/assert";
import { circuitBreaker, type Group, group, rateLimiter, Semaphore } from "sluice";
import { breathes } from "../support/breathes.ts";
import { failure } from "../support/failure.ts";
import { watchedSignal } from "../support/signals.ts";
import { pending, suite, ticks, turn } from "../support/test.ts";

const test = suite("group");

/** A promise to be settled by the test. */
interface Open<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

function open<T = void>(): Open<T> {
  let settle: Pick<Open<T>, "resolve" | "reject"> | undefined;
  const promise = new Promise<T>((resolve, reject) => settle = { resolve, reject });
  return { promise, ...settle as Pick<Open<T>, "resolve" | "reject"> };
}

test("group() gives what its body gives", async () => {
  assert.is(await group(() => 1), 1);
  assert.is(await group(() => Promise.resolve(2)), 2);
  assert.is(await group(async (g) => await g.go(() => 3) + await g.go(() => Promise.resolve(4))), 7);
});

test("the body runs inside the call, and a task inside go() (G2)", async () => {
  const log: string[] = [];
  const done = group((g) => {
    log.push("body");
    g.go(() => log.push("task"));
    log.push("body on");
  });
  log.push("called");
  await done;
  assert.equal(log, ["body", "task", "body on", "called"]);
});

test("group() waits for every task, though its body has returned (G2)", async () => {
  const [one, two] = [open(), open()];
  const done = group((g) => {
    g.go(() => one.promise);
    g.go(() => two.promise);
    return "body";
  });
  one.resolve();
  assert.ok(await pending(done));
  two.resolve();
  assert.is(await done, "body");
});

test("tasks may start tasks, and group() waits for those, too (G2)", async () => {
  const inner = open();
  const done = group((g) => {
    g.go(async () => {
      await undefined;
      g.go(() => inner.promise);
    });
  });
  assert.ok(await pending(done));
  inner.resolve();
  assert.not(await pending(done));
});

test("who waits for a task hears of its end before the group ends, and may start another (G2)", async () => {
  const log: string[] = [];
  await group((g) => {
    g.go(() => ticks(5).then(() => "first")).then((value) => {
      log.push(value);
      g.go(() => "second").then((value) => void log.push(value));
    });
  });
  assert.equal(log, ["first", "second"]);
});

test("group() does not return before every task has settled after a failure, either (G2)", async () => {
  const slow = open();
  const failed = group(async (g) => {
    g.go(() => slow.promise);
    await g.go(() => Promise.reject("broken"));
  });
  assert.ok(await pending(failed));
  slow.resolve();
  assert.is(await failure(failed), "broken");
});

test("the tasks get the signal of the group, which is aborted by nothing but a failure (G2)", async () => {
  const signals: AbortSignal[] = [];
  await group((g) => {
    signals.push(g.signal);
    g.go(({ signal }) => signals.push(signal));
  });
  assert.is(signals[0], signals[1]);
  await turn();
  assert.not(signals[0]?.aborted);
});

test("go() after the group has ended rejects, and starts nothing (G2)", async () => {
  const groups: Group[] = [];
  await group((g) => groups.push(g));
  await failure(group((g) => {
    groups.push(g);
    throw "broken";
  }));
  for (const g of groups) {
    const error = await failure<Error>(g.go(() => assert.unreachable()));
    assert.instance(error, Error);
    assert.is(error.message, "Cannot start a task: the group has ended");
    g.go(() => assert.unreachable()); // and nobody looks
  }
});

test("an outer signal that is aborted already: the body never runs (C13)", async () => {
  const signal = AbortSignal.abort("never");
  assert.is(await failure(group(() => assert.unreachable(), { signal })), "never");
});

test("an abort of the outer signal aborts the group with its reason, and is thrown when all have settled (G2, C14)", async () => {
  const controller = new AbortController();
  const slow = open();
  let inner: AbortSignal | undefined;
  const failed = group(async (g) => {
    inner = g.signal;
    g.go(({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))));
    await slow.promise;
    return "body";
  }, { signal: controller.signal });
  controller.abort("enough");
  assert.equal([inner?.aborted, inner?.reason], [true, "enough"]);
  assert.ok(await pending(failed));
  slow.resolve();
  assert.is(await failure(failed), "enough");
});

test("an abort of the outer signal reaches all who wait on it before the group's own listeners run (C21, C14)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const controller = new AbortController();
  const { signal } = controller;
  const failed = group((g) => g.signal.addEventListener("abort", () => held.release()), { signal });
  const waiting = seats.acquire({ signal });
  controller.abort("enough");
  assert.equal([await failure(failed), await failure(waiting)], ["enough", "enough"]);
  assert.is(seats.available, 1);
});

test("an abort of the outer signal after the first failure adds nothing (G2)", async () => {
  const { controller, signal } = watchedSignal();
  const slow = open();
  const failed = group((g) => {
    g.go(() => Promise.reject("broken"));
    g.go(() => slow.promise);
  }, { signal });
  await ticks(20);
  controller.abort("enough");
  slow.resolve();
  assert.is(await failure(failed), "broken");
});

test("many groups keep one listener on their signal, and none a turn after they ended (C15)", async () => {
  const watched = watchedSignal();
  const { signal } = watched;
  const slow = open();
  const tasks = [() => slow.promise, () => slow.promise, () => Promise.reject("broken")];
  const groups = tasks.map((task) => group((g) => void g.go(task), { signal }).catch(() => {}));
  assert.is(watched.listeners, 1);
  slow.resolve();
  await Promise.all(groups);
  await turn();
  assert.is(watched.listeners, 0);
});

test("groups nest: a failure outside aborts the tasks inside, which then only obeyed (G2)", async () => {
  const log: unknown[] = [];
  const failed = group((g) => {
    g.go(({ signal }) =>
      group((inner) => {
        inner.go(({ signal }) =>
          new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))
        );
        inner.signal.addEventListener("abort", () => log.push(inner.signal.reason));
      }, { signal })
    );
    g.go(() => Promise.reject("broken"));
  });
  assert.is(await failure(failed), "broken");
  assert.equal(log, ["broken"]);
});

test("a group inside that fails is one failure of the group outside (G2)", async () => {
  const failed = group(async (g) => {
    await g.go(() => group(() => Promise.reject("inner")));
  });
  assert.is(await failure(failed), "inner");
});

test("a hot loop over go() lets the event loop have its turn (C23)", async () => {
  for (const limit of [undefined, 1]) {
    let over = false;
    const hot = group(async (g) => {
      for (let count = 0; !over && count < 1_000_000; count++) await g.go(() => undefined);
      return "starved";
    }, { limit });
    assert.is(await Promise.race([hot, turn()]), undefined);
    over = true;
    await hot;
  }
});

test("a group() that fails, or never begins, lets the event loop have its turn (C23)", async () => {
  const broken = () => Promise.reject("broken");
  assert.ok(await breathes(() => group(broken)));
  assert.ok(await breathes(() => group((g) => g.go(broken))));
  assert.ok(await breathes(() => group(broken, { signal: AbortSignal.abort() })));
});

test("wrong arguments are a rejection that names them (C25)", async () => {
  const body = () => assert.unreachable();
  const calls: [Promise<unknown>, string][] = [
    [group(5 as never), "TypeError: body must be a function, not 5"],
    [group(body, 5 as never), "TypeError: options must be an object, not 5"],
    [group(body, { signal: {} as never }), "TypeError: options.signal must be an AbortSignal, not an object"],
    [group(body, { limit: 0 }), "RangeError: options.limit must be an integer of at least 1, not 0"],
    [group(body, { limit: 1.5 }), "RangeError: options.limit must be an integer of at least 1, not 1.5"],
    [group(body, { limit: "2" as never }), 'TypeError: options.limit must be a number, not "2"'],
    [group(body, { limit: null as never }), "TypeError: options.limit must be a number, not null"],
    [group((g) => g.go(5 as never)), "TypeError: task must be a function, not 5"],
  ];
  for (const [call, expected] of calls) {
    const { name, message } = await failure<Error>(call);
    assert.is(`${name}: ${message}`, expected);
  }
});

test("a governor that does not bound how many run at once is no limit (R6, C25)", async () => {
  for (
    const [limit, what] of [[rateLimiter({ limit: 2 }), "rate limiter"], [circuitBreaker(), "circuit breaker"]] as const
  ) {
    const { name, message } = await failure<Error>(group(() => assert.unreachable(), { limit }));
    assert.equal(
      [name, message],
      ["TypeError", `options.limit must bound how much runs at once, which a ${what} does not`],
    );
  }
});

test("a task that is no function fails the group, though nobody looks at its promise (C25, G2)", async () => {
  const failed = group((g) => void g.go(undefined as never));
  assert.instance(await failure(failed), TypeError);
});

test.run();
