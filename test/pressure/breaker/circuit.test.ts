// What reaches into the breaker's change of state: those who wait, and those who are told of it.
import * as assert from "uvu/assert";
import { circuitBreaker, type Permit, select } from "sluice";
import { failure } from "../../support/failure.ts";
import { Probe, receivingFrom } from "../../support/foreign.ts";
import { rest } from "../../support/jobs.ts";
import { pending, suite } from "../../support/test.ts";
import { type FakeTimers, withTimers } from "../../support/timers.ts";

const test = suite("circuit");

/** Lets time pass in steps. */
async function pass(timers: FakeTimers, ms: number): Promise<void> {
  for (let count = 0; count < ms; count++) {
    timers.pass(1);
    await rest();
  }
}

test("those who wait are served in order: one as a trial, the others when it succeeds (R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 10, whenOpen: "wait" });
    await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
    const order: string[] = [];
    const permits: Permit[] = [];
    for (const name of ["a", "b", "c"]) breaker.acquire().then((permit) => (order.push(name), permits.push(permit)));
    assert.is(timers.armed, 1);
    await pass(timers, 9);
    assert.equal(order, []);
    await pass(timers, 1);
    assert.equal([order, breaker.state.value, timers.armed], [["a"], "half-open", 0]);
    permits[0]?.release(new Error("still down"));
    assert.equal([breaker.state.value, timers.armed], ["open", 1]);
    await pass(timers, 10);
    permits[1]?.release();
    await rest();
    assert.equal([order, breaker.state.value, timers.armed], [["a", "b", "c"], "closed", 0]);
  }));

test("a call that somebody makes on being told that it is half-open is none too many (R2)", async () => {
  const breaker = circuitBreaker({ failures: 1, cooldown: 0 });
  await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
  const states = breaker.state.subscribe();
  assert.is((await states.receive()).value, "open");
  let another: Promise<unknown> | undefined;
  const told = select([states, new Probe({ leave: () => another = failure(breaker.acquire()) })]);
  const trial = await breaker.acquire();
  await told;
  assert.is((await another as Error).name, "CircuitOpenError");
  trial.release();
  assert.is(breaker.state.value, "closed");
});

test("a trial that is aborted makes room for another (R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 10, whenOpen: "wait" });
    await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
    timers.pass(10);
    const controller = new AbortController();
    const { signal } = controller;
    const hangs = () => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const first = failure(breaker.with(hangs, { signal }));
    const second = breaker.with(() => "up");
    assert.ok(await pending(second));
    controller.abort("enough");
    assert.equal([await first, await second], ["enough", "up"]);
    assert.is(breaker.state.value, "closed");
  }));

test("who calls on being told that it is half-open stands behind the call that waited, and harms nobody (R1, R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 10, trials: 3, whenOpen: "wait" });
    await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
    const states = breaker.state.subscribe();
    states.tryReceive();
    const calls: Promise<Permit>[] = [];
    receivingFrom(states).park({ claim: () => true, settle: () => calls.push(breaker.acquire()), fail: () => {} });
    const first = breaker.acquire();
    timers.pass(10);
    for (const permit of [await first, await calls[0], await breaker.acquire()]) permit?.release();
    assert.is(breaker.state.value, "closed");
  }));

test("a call that is aborted by who is told that the breaker is half-open harms nobody (R1, R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 10, whenOpen: "wait" });
    await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
    const states = breaker.state.subscribe();
    states.tryReceive();
    const controller = new AbortController();
    const told = select([states, new Probe({ leave: () => controller.abort("enough") })]);
    const aborted = failure<string>(breaker.acquire(controller));
    timers.pass(10);
    await told;
    assert.is(await aborted, "enough");
    (await breaker.acquire()).release();
    assert.is(breaker.state.value, "closed");
  }));

test.run();
