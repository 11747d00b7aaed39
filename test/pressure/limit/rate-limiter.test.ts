import * as assert from "uvu/assert";
import { channel, map, type Permit, rateLimiter, select, selectLoop, Semaphore, trySelect } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { deadTurn, ForeignSelect, lent } from "../../support/foreign.ts";
import { rest } from "../../support/jobs.ts";
import { watchedSignal } from "../../support/signals.ts";
import { pending, suite } from "../../support/test.ts";
import { type FakeTimers, withTimers } from "../../support/timers.ts";

const test = suite("rate limiter");

/** Notes in which order those who wait pass, and when. */
function noting(timers: FakeTimers) {
  const passed: string[] = [];
  const start = Date.now();
  const pass = async (ms: number) => {
    for (let count = 0; count < ms; count++) {
      timers.pass(1);
      await rest();
    }
  };
  const note = (name: string, promise: Promise<unknown>) =>
    promise.then(() => passed.push(`${name} at ${Date.now() - start}`), () => {});
  return { passed, note, pass };
}

test("up to burst pass at once, and then one each interval / limit (R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 2, interval: 20, burst: 3 });
    const { passed, note, pass } = noting(timers);
    for (const name of "abcdef") note(name, limiter.acquire());
    await rest();
    assert.equal(passed, ["a at 0", "b at 0", "c at 0"]);
    await pass(30);
    assert.equal(passed.slice(3), ["d at 10", "e at 20", "f at 30"]);
    assert.is(timers.armed, 0);
  }));

test("burst is by default the limit, but at least 1, and interval a second (R1)", () =>
  withTimers((timers) => {
    const limiter = rateLimiter({ limit: 2 });
    assert.equal([1, 2, 3].map(() => limiter.tryAcquire()), [true, true, false]);
    assert.is(limiter.retryAfter(), 500);
    timers.pass(499);
    assert.not(limiter.tryAcquire());
    timers.pass(1);
    assert.ok(limiter.tryAcquire());
    const slow = rateLimiter({ limit: 0.5 });
    assert.ok(slow.tryAcquire());
    assert.is(slow.retryAfter(), 2000);
  }));

test("a burst of 1 makes it a hard window of limit + 1 (R1)", () =>
  withTimers((timers) => {
    const limiter = rateLimiter({ limit: 4, interval: 40, burst: 1 });
    let passed = 0;
    for (let ms = 0; ms <= 40; ms++) {
      if (limiter.tryAcquire()) passed++;
      timers.pass(1);
    }
    assert.is(passed, 5);
  }));

test("weights count, and nobody passes one who waits for more (R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 10, interval: 100, burst: 4 });
    const { passed, note, pass } = noting(timers);
    assert.ok(limiter.tryAcquire(2));
    note("heavy", limiter.acquire({ weight: 4 }));
    note("light", limiter.acquire({ weight: 0.5 }));
    assert.not(limiter.tryAcquire(0.5));
    assert.is(limiter.retryAfter(1), 35);
    await pass(40);
    assert.equal(passed, ["heavy at 20", "light at 25"]);
  }));

test("an aborted one takes nothing, and lets those behind it go (R1, C14)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10, burst: 3 });
    limiter.tryAcquire(3);
    const controller = new AbortController();
    const { passed, note, pass } = noting(timers);
    const heavy = limiter.acquire({ weight: 3, signal: controller.signal });
    note("next", limiter.acquire());
    assert.is(limiter.retryAfter(), 50);
    assert.ok(await pending(heavy));
    controller.abort("enough");
    assert.is(await failure(heavy), "enough");
    assert.is(limiter.retryAfter(), 20);
    await pass(10);
    assert.equal(passed, ["next at 10"]);
    assert.is(timers.armed, 0);
    assert.is(await failure(limiter.acquire({ signal: controller.signal })), "enough");
    await pass(10);
    assert.ok(limiter.tryAcquire());
  }));

test("nothing runs while nobody waits: the last to leave disarms the timer (R1, T2, C15)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10 });
    limiter.tryAcquire();
    limiter.hold(50);
    assert.is(timers.count, 0);
    const watched = watchedSignal();
    const waiting = [1, 2].map(() => failure(limiter.acquire({ signal: watched.signal })));
    assert.equal([timers.armed, watched.listeners], [1, 1]);
    watched.controller.abort("enough");
    assert.equal(await Promise.all(waiting), ["enough", "enough"]);
    await rest();
    assert.equal([timers.armed, watched.listeners], [0, 0]);
  }));

test("after hold() nothing passes before that time, then one, and the rest at the rate (R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10, burst: 5 });
    const { passed, note, pass } = noting(timers);
    limiter.hold(25);
    assert.is(limiter.retryAfter(), 25);
    assert.not(limiter.tryAcquire());
    for (const name of "abc") note(name, limiter.acquire());
    await pass(60);
    assert.equal(passed, ["a at 25", "b at 35", "c at 45"]);
  }));

test("a hold holds back those who wait already, and small weights, too (R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10, burst: 1 });
    const { passed, note, pass } = noting(timers);
    limiter.tryAcquire();
    note("a", limiter.acquire({ weight: 0.1 }));
    note("b", limiter.acquire({ weight: 0.9 }));
    limiter.hold(30);
    await pass(60);
    assert.equal(passed, ["a at 30", "b at 30"]);
    const half = rateLimiter({ limit: 1, interval: 10, burst: 0.5 });
    half.hold(5);
    assert.is(half.retryAfter(0.5), 5);
  }));

test("holds never shorten one another (R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10 });
    const { passed, note, pass } = noting(timers);
    limiter.hold(40);
    limiter.hold(5);
    note("a", limiter.acquire());
    await pass(30);
    limiter.hold(20);
    await pass(60);
    assert.equal(passed, ["a at 50"]);
    limiter.hold(0);
    assert.is(limiter.retryAfter(), 0);
    limiter.hold(40);
    limiter.hold(5);
    assert.is(limiter.retryAfter(0.1), 40, "for a light one, too");
  }));

test("a hold may be longer than what setTimeout takes (R1, T3)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1 });
    limiter.hold(3_000_000_000);
    const waiting = limiter.acquire();
    timers.pass(2_999_999_999);
    assert.ok(await pending(waiting));
    timers.pass(1);
    await waiting;
  }));

test("a newcomer who sees by the clock that the timer is late comes after those who waited (R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10, burst: 2 });
    limiter.tryAcquire(2);
    const first = limiter.acquire();
    const { now } = Date;
    Date.now = () => now() + 30;
    assert.ok(limiter.tryAcquire());
    assert.is(timers.armed, 0);
    await first;
  }));

test("its permits need no release (R1)", async () => {
  const limiter = rateLimiter({ limit: 1, burst: 2 });
  const permit = await limiter.acquire();
  permit.release(new Error("failed"));
  permit[Symbol.dispose]();
  assert.ok(limiter.tryAcquire());
  assert.not(limiter.tryAcquire());
});

test("it is a governor: with() and wrap() wait for their turn (R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10 });
    const seats = new Semaphore(1);
    const call = limiter.wrap(seats.wrap((text: string) => text.length));
    assert.is(await call("one"), 3);
    const next = limiter.with(() => "next");
    assert.ok(await pending(next));
    timers.pass(10);
    assert.is(await next, "next");
    assert.is(await failure(limiter.with(() => {}, { signal: AbortSignal.abort("before") })), "before");
  }));

test("many may share it: it is one gate (R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10 });
    const { passed, note, pass } = noting(timers);
    const [one, two] = [limiter.wrap(() => {}), limiter.wrap(() => {})];
    note("one", one());
    note("two", two());
    await rest();
    await pass(10);
    assert.equal(passed, ["one at 0", "two at 10"]);
  }));

test("acquiring() is a case: it takes a turn when it happens, and nothing when another does (R1, S1, S8)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10 });
    const turn = limiter.acquiring();
    assert.is(trySelect({ turn })?.key, "turn");
    assert.is(trySelect({ turn }), undefined);
    const jobs = channel<string>();
    const hit = select({ turn, job: jobs });
    assert.is(timers.armed, 1);
    await jobs.send("x");
    assert.is((await hit).key, "job");
    assert.is(timers.armed, 0);
    const foreign = new ForeignSelect([lent(turn)]);
    timers.pass(10);
    ((await foreign.result).value as Permit).release();
    assert.not(limiter.tryAcquire());
    const leave = limiter.acquiring().park(deadTurn());
    assert.is(timers.armed, 1);
    leave();
    assert.is(timers.armed, 0);
  }));

test("a select that was decided elsewhere takes nothing: who stands behind it passes in its place (R1, S8)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10 });
    const { passed, note, pass } = noting(timers);
    assert.ok(limiter.tryAcquire());
    const gone = deadTurn();
    limiter.acquiring().park(gone);
    note("next", limiter.acquire());
    await pass(10);
    assert.equal([gone.asked, passed], [1, ["next at 10"]]);
  }));

test("who asks for more while it is their turn is told before those behind them, though the timer is late (R1, S8)", () =>
  withTimers((timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10, burst: 2 });
    limiter.tryAcquire(2);
    const told: string[] = [];
    const enter = (name: string, claim: () => boolean) =>
      limiter.acquiring().park({ claim, settle: () => told.push(name), fail: () => assert.unreachable() });
    enter("first", () => !limiter.tryAcquire());
    enter("second", () => true);
    const { now } = Date;
    Date.now = () => now() + 30;
    timers.next();
    assert.equal(told, ["first", "second"]);
  }));

test("a select loop takes its turns at the rate (R1, S7)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 10 });
    const times: number[] = [];
    const start = Date.now();
    const loop = (async () => {
      for await (const _hit of selectLoop({ turn: limiter.acquiring() })) {
        if (times.push(Date.now() - start) === 3) break;
      }
    })();
    for (let ms = 0; ms < 20; ms++) {
      await rest();
      timers.pass(1);
    }
    await loop;
    assert.equal(times, [0, 10, 20]);
  }));

test("a hundred thousand in line are served in order, each in O(1) (R1)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1_000_000, interval: 1000, burst: 1000 });
    const start = Date.now();
    let next = 0;
    const calls = Array.from({ length: 100_000 }, (_, index) => limiter.with(() => assert.is(index, next++)));
    for (let ms = 0; ms < 100; ms++) timers.pass(1);
    await Promise.all(calls);
    assert.is(Date.now() - start, 100);
  }));

test("it says what it was made with, defaults included (R1)", () => {
  const { limit, interval, burst } = rateLimiter({ limit: 3 });
  assert.equal([limit, interval, burst], [3, 1000, 3]);
  const slow = rateLimiter({ limit: 0.5, interval: 10 });
  assert.equal([slow.limit, slow.interval, slow.burst], [0.5, 10, 1]);
});

test("it bounds no concurrency, so a stage does not take it (P2)", () => {
  const limiter = rateLimiter({ limit: 1 });
  assert.instance(thrownBy(() => map(() => 1, { concurrency: limiter })), TypeError);
});

test("wrong arguments get an error that names them (R1, C25)", async () => {
  const limiter = rateLimiter({ limit: 2, interval: 10 });
  const thrown: (() => unknown)[] = [
    () => rateLimiter(undefined as never),
    () => rateLimiter(5 as never),
    () => rateLimiter({} as never),
    () => rateLimiter({ limit: 0 }),
    () => rateLimiter({ limit: 1, interval: Infinity }),
    () => rateLimiter({ limit: 1, burst: -1 }),
    () => limiter.tryAcquire("1" as never),
    () => limiter.tryAcquire(NaN),
    () => limiter.tryAcquire(3),
    () => limiter.retryAfter(0),
    () => limiter.acquiring({ weight: 3 }),
    () => limiter.acquiring(1 as never),
    () => limiter.hold(-1),
  ];
  const errors = thrown.map((body) => thrownBy<Error>(body));
  errors.push(await failure<Error>(limiter.acquire({ weight: 2.5 })));
  errors.push(await failure<Error>(limiter.acquire({ signal: {} as never })));
  assert.equal(errors.map(({ name, message }) => `${name}: ${message}`), [
    "TypeError: options must be an object with a limit, not undefined",
    "TypeError: options must be an object, not 5",
    "TypeError: options.limit must be a number, not undefined",
    "RangeError: options.limit must be positive and finite, not 0",
    "RangeError: options.interval must be positive and finite, not Infinity",
    "RangeError: options.burst must be positive and finite, not -1",
    'TypeError: weight must be a number, not "1"',
    "RangeError: weight must be positive and finite, not NaN",
    "RangeError: weight must be at most 2, the burst, not 3",
    "RangeError: weight must be positive and finite, not 0",
    "RangeError: options.weight must be at most 2, the burst, not 3",
    "TypeError: options must be an object, not 1",
    "RangeError: ms must be a finite number of at least 0, not -1",
    "RangeError: options.weight must be at most 2, the burst, not 2.5",
    "TypeError: options.signal must be an AbortSignal, not an object",
  ]);
  assert.is(limiter.retryAfter(2), 0);
});

test.run();
