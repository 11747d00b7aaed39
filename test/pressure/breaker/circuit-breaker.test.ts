import * as assert from "uvu/assert";
import { circuitBreaker, type CircuitOpenError, map, pipeline, rateLimiter, retry } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { Numbers } from "../../support/numbers.ts";
import { watchedSignal } from "../../support/signals.ts";
import { pending, suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("circuit breaker");

const broken = new Error("broken");
const fail = () => Promise.reject(broken);

test("five failures within ten seconds open it for five seconds: the defaults (R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker();
    for (let count = 0; count < 4; count++) await failure(breaker.with(fail));
    timers.pass(10_001);
    for (let count = 0; count < 4; count++) assert.is(await failure(breaker.with(fail)), broken);
    assert.is(breaker.state.value, "closed");
    await failure(breaker.with(fail));
    assert.is(breaker.state.value, "open");
    const error = await failure<CircuitOpenError>(breaker.with(() => assert.unreachable()));
    assert.equal([error.name, error.message, error.retryAfter], [
      "CircuitOpenError",
      "Cannot call: the circuit is open",
      5000,
    ]);
    timers.pass(4999);
    assert.is((await failure<CircuitOpenError>(breaker.acquire())).retryAfter, 1);
    timers.pass(1);
    assert.is(breaker.state.value, "open", "the state changes only in a call");
    assert.is(await breaker.with(() => breaker.state.value), "half-open");
    assert.is(breaker.state.value, "closed");
    assert.is(timers.count, 0);
  }));

test("a rate opens it once there were enough calls (R2)", async () => {
  const breaker = circuitBreaker({ failures: { rate: 0.5, calls: 4 } });
  await failure(breaker.with(fail));
  await failure(breaker.with(fail));
  await breaker.with(() => {});
  assert.is(breaker.state.value, "closed");
  await failure(breaker.with(fail));
  assert.is(breaker.state.value, "open");
});

test("the call that makes them enough for a rate opens it, also when it succeeds (R2)", async () => {
  const breaker = circuitBreaker({ failures: { rate: 0.5, calls: 4 } });
  for (let count = 0; count < 3; count++) await failure(breaker.with(fail));
  assert.is(breaker.state.value, "closed");
  assert.is(await breaker.with(() => "done"), "done");
  assert.is(breaker.state.value, "open");
});

test("a rate that is reached to the call opens it, however it is rounded (R2)", async () => {
  for (const percent of [7, 14, 28, 29, 55, 56, 57, 58]) {
    const breaker = circuitBreaker({ failures: { rate: percent / 100, calls: 100 } });
    for (let count = 100; count > percent; count--) await breaker.with(() => {});
    for (let count = 1; count < percent; count++) await failure(breaker.with(fail));
    assert.is(breaker.state.value, "closed");
    await failure(breaker.with(fail));
    assert.is(breaker.state.value, "open", `${percent} %`);
  }
});

test("while it is half-open, calls beyond the trials are refused; one failure opens it anew (R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 10, trials: 2 });
    await failure(breaker.with(fail));
    timers.pass(10);
    const [one, two] = [await breaker.acquire(), await breaker.acquire()];
    assert.is((await failure<CircuitOpenError>(breaker.acquire())).retryAfter, 10);
    one.release();
    assert.is(breaker.state.value, "half-open");
    two.release("failed");
    assert.is(breaker.state.value, "open");
    timers.pass(9);
    assert.is((await failure<CircuitOpenError>(breaker.acquire())).retryAfter, 1);
  }));

test("what isFailure does not count means that the service is well; what it throws is a failure, and thrown (R2)", async () => {
  const wrong = new Error("wrong request");
  const breaker = circuitBreaker({ failures: 1, isFailure: (error) => error !== wrong });
  assert.is(await failure(breaker.with(() => Promise.reject(wrong))), wrong);
  assert.is(breaker.state.value, "closed");
  const unsure = circuitBreaker({
    failures: 1,
    isFailure() {
      throw wrong;
    },
  });
  assert.is(await failure(unsure.with(fail)), wrong);
  assert.is(unsure.state.value, "open");
});

test("a call that fails while its own signal is aborted counts neither way (R2)", async () => {
  const breaker = circuitBreaker({ failures: 1 });
  const controller = new AbortController();
  const called = breaker.with(() => {
    controller.abort("enough");
    return fail();
  }, controller);
  assert.is(await failure(called), broken);
  assert.is(breaker.state.value, "closed");
  assert.is(await failure(breaker.with(() => assert.unreachable(), controller)), "enough");
  const late = new AbortController();
  const refused = breaker.with(() => assert.unreachable(), late);
  late.abort("late");
  assert.is(await failure(refused), "late");
});

test("a failure with undefined is one, too; a permit counts once, and disposing it is a success (R2)", async () => {
  const breaker = circuitBreaker({ failures: 2 });
  assert.is(await failure(breaker.with(() => Promise.reject())), undefined);
  const permit = await breaker.acquire();
  permit[Symbol.dispose]();
  permit.release(broken);
  permit.release(broken);
  assert.is(breaker.state.value, "closed");
  await failure(breaker.with(fail));
  assert.is(breaker.state.value, "open");
});

test("what began before the last change of state is not counted (R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 10 });
    const [early, other] = [await breaker.acquire(), await breaker.acquire()];
    await failure(breaker.with(fail));
    timers.pass(10);
    const trial = await breaker.acquire();
    early.release(broken);
    other.release();
    assert.is(breaker.state.value, "half-open");
    trial.release();
    assert.is(breaker.state.value, "closed");
  }));

test("its state can be watched, and only read (R2)", async () => {
  const breaker = circuitBreaker({ failures: 1 });
  const states = breaker.state.subscribe();
  assert.is((await states.receive()).value, "closed");
  await failure(breaker.with(fail));
  assert.is((await states.receive()).value, "open");
  assert.equal(Object.keys(breaker.state), ["value", "subscribe"]);
});

test("with whenOpen: wait, the source is held back, and nothing is lost (R2, P1)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 100, whenOpen: "wait" });
    let down = true;
    const calls = breaker.wrap((n: number) => down ? fail() : n);
    const numbers = new Numbers({ count: 4 });
    const seen: number[] = [];
    const call = (n: number) => retry(() => calls(n), { attempts: Infinity, delay: 1, jitter: "none" });
    const all = pipeline(numbers, map(call)).forEach((n) => void seen.push(n));
    await rest();
    for (let ms = 0; ms < 50; ms++) {
      timers.pass(1);
      await rest();
    }
    assert.equal([numbers.pulled, breaker.state.value], [1, "open"]);
    down = false;
    for (let ms = 0; ms < 60; ms++) {
      timers.pass(1);
      await rest();
    }
    await all;
    assert.equal(seen, [0, 1, 2, 3]);
  }));

test("one who waits may be aborted, and leaves nothing behind (R2, C14, C15, T2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, whenOpen: "wait" });
    await failure(breaker.with(fail));
    const watched = watchedSignal();
    const waiting = breaker.with(() => assert.unreachable(), { signal: watched.signal });
    assert.ok(await pending(waiting));
    assert.is(timers.armed, 1);
    watched.controller.abort("enough");
    assert.is(await failure(waiting), "enough");
    await rest();
    assert.equal([timers.armed, watched.listeners], [0, 0]);
  }));

test("retry() waits for as long as the open breaker says, and governors nest as written (R2, R3, R6)", () =>
  withTimers(async (timers) => {
    const [breaker, limiter] = [circuitBreaker({ failures: 1, cooldown: 70 }), rateLimiter({ limit: 10 })];
    const times: number[] = [];
    const start = Date.now();
    const call = limiter.wrap(breaker.wrap(() => {
      times.push(Date.now() - start);
      return times.length === 1 ? fail() : "done";
    }));
    const result = retry(() => call(), { delay: 5, jitter: "none" });
    for (let ms = 0; ms < 80; ms++) {
      await rest();
      timers.pass(1);
    }
    assert.is(await result, "done");
    assert.equal(times, [0, 70]);
    assert.is(await failure(limiter.with(() => breaker.with(fail))), broken);
    const left = limiter.retryAfter(10);
    await failure(call());
    assert.ok(limiter.retryAfter(10) > left, "what is outside is waited for first: the refused call took a turn, too");
  }));

test("wrong arguments get an error that names them (R2, C25)", async () => {
  const wrong: unknown[] = [
    5,
    { failures: 0 },
    { failures: "5" },
    { failures: null },
    { failures: { rate: 0, calls: 1 } },
    { failures: { rate: 2, calls: 1 } },
    { failures: { rate: 1, calls: 0 } },
    { window: -1 },
    { cooldown: Infinity },
    { trials: 1.5 },
    { isFailure: true },
    { whenOpen: "queue" },
  ];
  const errors = wrong.map((options) => thrownBy<Error>(() => circuitBreaker(options as never)));
  errors.push(await failure<Error>(circuitBreaker().with(5 as never)));
  errors.push(await failure<Error>(circuitBreaker().acquire({ signal: {} as never })));
  errors.push(await failure<Error>(circuitBreaker().acquire({ weight: 2 })));
  errors.push(await failure<Error>(circuitBreaker().with(() => 1, { weight: 2 })));
  errors.push(await failure<Error>(circuitBreaker().acquire({ weight: "1" as never })));
  assert.equal(errors.map(({ name, message }) => `${name}: ${message}`), [
    "TypeError: options must be an object, not 5",
    "RangeError: options.failures must be an integer of at least 1, not 0",
    'TypeError: options.failures must be a number, not "5"',
    "TypeError: options.failures must be a number, not null",
    "RangeError: options.failures.rate must be a finite number of at least 5e-324, not 0",
    "RangeError: options.failures.rate must be at most 1, not 2",
    "RangeError: options.failures.calls must be an integer of at least 1, not 0",
    "RangeError: options.window must be a finite number of at least 0, not -1",
    "RangeError: options.cooldown must be a finite number of at least 0, not Infinity",
    "RangeError: options.trials must be an integer of at least 1, not 1.5",
    "TypeError: options.isFailure must be a function, not true",
    'TypeError: options.whenOpen must be "fail" or "wait", not "queue"',
    "TypeError: fn must be a function, not 5",
    "TypeError: options.signal must be an AbortSignal, not an object",
    "RangeError: options.weight must be 1, not 2",
    "RangeError: options.weight must be 1, not 2",
    'TypeError: options.weight must be a number, not "1"',
  ]);
});

test.run();
