// What holds for all that has to do with time, whoever fakes the timers: each kind of fake runs every fact.
import * as assert from "uvu/assert";
import {
  after,
  batch,
  channel,
  circuitBreaker,
  debounce,
  pipeline,
  rateLimiter,
  retry,
  sample,
  select,
  sleep,
  throttle,
  ticker,
  timeout,
} from "sluice";
import { failure } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { waits } from "../../support/waits.ts";

/** Timers and a clock that stand still until they are told to pass some time. */
export interface Fake {
  install(): void;
  pass(milliseconds: number): unknown;
  uninstall(): void;
}

type Pass = (milliseconds: number) => Promise<void>;

const facts: Record<string, (pass: Pass) => Promise<void>> = {
  async "sleep() waits for its time, and no longer (T1)"(pass) {
    const sleeping = sleep(1000);
    await pass(999);
    assert.ok(await waits(sleeping));
    await pass(1);
    assert.is(await sleeping, undefined);
  },

  async "sleep() waits for longer than a timer can (T1, T3)"(pass) {
    const sleeping = sleep(2 ** 31 + 1000);
    await pass(2 ** 31 - 1);
    assert.ok(await waits(sleeping));
    await pass(1001);
    assert.is(await sleeping, undefined);
  },

  async "sleep() and after() wait for longer than a timer can, also when the time passes at once (T1, T3)"(pass) {
    const sleeping = sleep(2 ** 31 + 1000);
    const received = after(2 ** 31 + 1000, "late").receive();
    await pass(2 ** 31 + 999);
    assert.ok(await waits(sleeping));
    assert.ok(await waits(received));
    await pass(1);
    assert.is(await sleeping, undefined);
    assert.equal(await received, { done: false, value: "late" });
    const jump = sleep(2 ** 32 - 1); // the most that Bun can pass at once
    await pass(2 ** 32 - 1);
    assert.is(await jump, undefined);
  },

  async "after() is a deadline, also when nobody waited on it until then (T1, T2)"(pass) {
    const deadline = after(50, "late");
    const hit = select({ deadline, never: channel() });
    await pass(49);
    assert.ok(await waits(hit));
    await pass(1);
    assert.equal(await hit, { key: "deadline", done: false, value: "late" });
    const unseen = after(50, "later");
    await pass(60);
    assert.equal(unseen.tryReceive(), { done: false, value: "later" });
  },

  async "ticker() counts the ticks that are due (T1)"(pass) {
    const ticks = ticker(10);
    const first = ticks.receive();
    await pass(10);
    assert.equal(await first, { done: false, value: 1 });
    await pass(35);
    assert.equal(await ticks.receive(), { done: false, value: 4 });
    ticks.cancel();
  },

  async "batch() gives what it has when its time is over (T1)"(pass) {
    const source = channel<number>(10);
    const flow = pipeline(source, batch(3, { within: 50 }));
    const first = flow.next();
    await source.sendAll([1, 2]);
    await pass(49);
    assert.ok(await waits(first));
    await pass(1);
    assert.equal((await first).value, [1, 2]);
    await flow.cancel();
  },

  async "debounce() gives the newest after some quiet (T1)"(pass) {
    const source = channel<number>(10);
    const flow = pipeline(source, debounce(50));
    const first = flow.next();
    await source.send(1);
    await pass(40);
    await source.send(2);
    await pass(49);
    assert.ok(await waits(first));
    await pass(1);
    assert.is((await first).value, 2);
    await flow.cancel();
  },

  async "sample() gives the newest of each span (T1)"(pass) {
    const source = channel<number>(10);
    const flow = pipeline(source, sample(50));
    const first = flow.next();
    await source.sendAll([1, 2]);
    await pass(49);
    assert.ok(await waits(first));
    await pass(1);
    assert.is((await first).value, 2);
    await flow.cancel();
  },

  async "rateLimiter() lets the next pass when its time has come (T1)"(pass) {
    const limiter = rateLimiter({ limit: 1, interval: 1000 });
    assert.ok(limiter.tryAcquire());
    const second = limiter.acquire();
    await pass(999);
    assert.ok(await waits(second));
    await pass(1);
    assert.not(await waits(second));
    await pass(999);
    assert.not(limiter.tryAcquire());
    await pass(1);
    assert.ok(limiter.tryAcquire());
  },

  async "throttle() gives the second value when its time has come (T1)"(pass) {
    const flow = pipeline([1, 2], throttle({ limit: 1, interval: 1000 }));
    assert.is((await flow.next()).value, 1);
    const second = flow.next();
    await pass(999);
    assert.ok(await waits(second));
    await pass(1);
    assert.is((await second).value, 2);
    await flow.cancel();
  },

  async "retry() tries again after its delay (T1)"(pass) {
    let attempts = 0;
    const call = () => {
      if (++attempts < 3) throw new Error("busy");
      return "done";
    };
    const answer = retry(call, { delay: 100, jitter: "none" });
    await pass(99);
    assert.is(attempts, 1);
    await pass(1);
    assert.is(attempts, 2);
    await pass(200);
    assert.is(await answer, "done");
  },

  async "circuitBreaker() tries again after its cooldown (T1)"(pass) {
    const breaker = circuitBreaker({ failures: 1, cooldown: 1000 });
    await failure(breaker.with(() => Promise.reject(new Error("down"))));
    assert.is(breaker.state.value, "open");
    await pass(999);
    assert.is((await failure<Error>(breaker.with(() => "up"))).name, "CircuitOpenError");
    await pass(1);
    assert.is(await breaker.with(() => "up"), "up");
    assert.is(breaker.state.value, "closed");
  },

  async "timeout() ends a wait that is too long (T1)"(pass) {
    const flow = pipeline(channel<number>(), timeout(50));
    const first = failure<Error>(flow.next());
    await pass(49);
    assert.ok(await waits(first));
    await pass(1);
    assert.is((await first).name, "TimeoutError");
  },
};

/** Adds every fact, with these timers in place of the real ones while it runs. */
export function addFacts(test: (name: string, body: () => Promise<void>) => void, fake: Fake): void {
  for (const [name, fact] of Object.entries(facts)) {
    test(name, async () => {
      fake.install();
      try {
        await fact(async (milliseconds) => {
          await rest();
          await fake.pass(milliseconds);
          await rest();
        });
      } finally {
        fake.uninstall();
      }
    });
  }
}
