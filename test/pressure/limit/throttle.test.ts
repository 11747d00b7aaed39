import * as assert from "uvu/assert";
import { channel, filter, merge, pipeline, type RateLimiter, rateLimiter, throttle } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { AsyncNumbers, Numbers } from "../../support/numbers.ts";
import { suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("throttle");

test("throttle() delays items to the rate, and loses none (R1)", () =>
  withTimers(async (timers) => {
    const seen: string[] = [];
    const start = Date.now();
    const run = pipeline([1, 2, 3, 4], throttle({ limit: 1, interval: 10, burst: 2 }))
      .forEach((value) => void seen.push(`${value} at ${Date.now() - start}`));
    for (let ms = 0; ms < 30; ms++) {
      await rest();
      timers.pass(1);
    }
    await run;
    assert.equal(seen, ["1 at 0", "2 at 0", "3 at 10", "4 at 20"]);
    assert.is(timers.armed, 0);
  }));

test("it pulls an item, then waits, and pulls no other meanwhile (P1)", () =>
  withTimers(async (timers) => {
    const numbers = new AsyncNumbers();
    const flow = pipeline(numbers, throttle({ limit: 1, interval: 10 }));
    assert.is(numbers.pulled, 0);
    await flow.next();
    const next = flow.next();
    await rest();
    assert.equal([numbers.pulled, timers.armed], [2, 1]);
    timers.pass(10);
    assert.is((await next).value, 1);
    await flow.return();
    assert.equal([numbers.pulled, timers.armed], [2, 0]);
  }));

test("a slow source costs no turns: only an item that is there takes one (R1)", () =>
  withTimers(async () => {
    const limiter = rateLimiter({ limit: 1 });
    const jobs = channel<number>();
    const next = pipeline(jobs, throttle(limiter)).next();
    await rest();
    assert.is(limiter.retryAfter(), 0);
    await jobs.send(1);
    assert.is((await next).value, 1);
    assert.is(limiter.retryAfter(), 1000);
  }));

test("stages that share a limiter, or are one, share its rate (R1)", () =>
  withTimers(async (timers) => {
    for (const stages of [[throttle<number>({ limit: 1, interval: 10 })], shared()]) {
      const flows = [0, 1].map((index) => pipeline([index], stages[index % stages.length] ?? throttle({ limit: 1 })));
      const results = flows.map((flow) => flow.toArray());
      const start = Date.now();
      for (let ms = 0; ms < 10; ms++) {
        await rest();
        timers.pass(1);
      }
      assert.equal(await Promise.all(results), [[0], [1]]);
      assert.is(Date.now() - start, 10);
    }
  }));

function shared() {
  const limiter = rateLimiter({ limit: 1, interval: 10 });
  return [throttle<number>(limiter), throttle<number>(limiter)];
}

test("leaving while an item waits stops at once and leaves no timer (P4, R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10 });
    const numbers = new Numbers();
    const controller = new AbortController();
    const flow = pipeline(numbers, throttle(limiter), { signal: controller.signal });
    const all = failure(flow.run());
    await rest();
    assert.is(timers.armed, 1);
    controller.abort("enough");
    assert.is(await all, "enough");
    assert.equal([timers.armed, numbers.released], [0, 1]);
    timers.pass(10);
    assert.ok(limiter.tryAcquire(), "what was left has taken nothing");
  }));

test("an error of the source comes after the items before it (P3)", () =>
  withTimers(async (timers) => {
    const broken = new Error("broken");
    const seen: number[] = [];
    const numbers = new Numbers({
      next: (index) => {
        if (index === 2) throw broken;
      },
    });
    const all = failure(pipeline(numbers, throttle({ limit: 1, interval: 10 })).forEach((n) => void seen.push(n)));
    await rest();
    timers.pass(10);
    assert.is(await all, broken);
    assert.equal(seen, [0, 1]);
  }));

/** A limiter as another copy of the library has it: of this shape, and the test says what it does. */
function foreign(tryAcquire: () => boolean, acquire: () => Promise<never>): RateLimiter {
  return { ...rateLimiter({ limit: 1 }), tryAcquire, acquire, retryAfter: () => 0, hold: () => {} } as RateLimiter;
}

test("what a limiter fails with fails the stage, and releases the source (P3)", async () => {
  const numbers = new Numbers();
  const broken = new Error("broken");
  const refusing = throttle<number>(foreign(() => false, () => Promise.reject(broken)));
  assert.is(await failure(pipeline(numbers, refusing).run()), broken);
  const throwing = throttle<number>(foreign(() => false, () => {
    throw broken;
  }));
  assert.is(await failure(pipeline(numbers, throwing).run()), broken);
  const trying = throttle<number>(foreign(() => {
    throw broken;
  }, () => Promise.reject(new Error("nobody waits"))));
  assert.is(await failure(pipeline(numbers, trying).run()), broken);
  assert.is(numbers.released, 3);
});

test("a stage below that leaves in the middle of its work gets nothing more (P4)", async () => {
  const numbers = new Numbers();
  const flow = pipeline(
    numbers,
    throttle({ limit: 10 }),
    filter(() => {
      flow.cancel();
      return false;
    }),
  );
  assert.ok((await flow.next()).done);
  assert.equal([numbers.pulled, numbers.released], [1, 1]);
});

test("whoever asks again while an item waits gets nothing before its time (P1, R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10 });
    limiter.tryAcquire();
    const jobs = channel<number>();
    const seen: number[] = [];
    const all = merge(pipeline([1], throttle(limiter)), jobs).forEach((n) => void seen.push(n));
    await rest();
    await jobs.send(0);
    jobs.close();
    await rest();
    assert.equal(seen, [0]);
    timers.pass(10);
    await all;
    assert.equal(seen, [0, 1]);
  }));

test("an engine without AbortController can throttle, too (R1)", async () => {
  const { AbortController } = globalThis;
  Object.assign(globalThis, { AbortController: undefined });
  try {
    const flow = pipeline([1, 2, 3], throttle<number>({ limit: 1, interval: 1 }));
    assert.is((await flow.next()).value, 1);
    flow.next();
    await rest();
    await flow.return();
  } finally {
    Object.assign(globalThis, { AbortController });
  }
});

test("wrong arguments get an error that names them (C25)", () => {
  const tight = { limit: 5, burst: 0.5 };
  const given = [5, {}, undefined, { limit: -1 }, tight, rateLimiter(tight)];
  const errors = given.map((limiter) => thrownBy<Error>(() => throttle(limiter as never)));
  assert.equal(errors.map(({ name, message }) => `${name}: ${message}`), [
    "TypeError: limiter must be a rate limiter, or options with a limit, not 5",
    "TypeError: limiter must be a rate limiter, or options with a limit, not an object",
    "TypeError: limiter must be a rate limiter, or options with a limit, not undefined",
    "RangeError: options.limit must be positive and finite, not -1",
    "RangeError: limiter must have a burst of at least 1, not 0.5",
    "RangeError: limiter must have a burst of at least 1, not 0.5",
  ]);
});

test.run();
