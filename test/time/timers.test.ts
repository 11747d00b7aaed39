import * as assert from "uvu/assert";
import { checkDuration, Stopwatch, Timer } from "../../src/time/timers.ts";
import { suite } from "../support/test.ts";
import { type FakeTimers, withTimers } from "../support/timers.ts";

const test = suite("timers");

/** Timers as engines have them: a delay beyond 31 bits fires at once. */
async function withNarrowTimers(body: (timers: FakeTimers, delays: number[]) => unknown): Promise<void> {
  await withTimers(async (timers) => {
    const wide = globalThis.setTimeout as (callback: () => void, ms: number) => unknown;
    const delays: number[] = [];
    const narrow = (callback: () => void, ms: number) => {
      delays.push(ms);
      return wide(callback, ms > 2 ** 31 - 1 ? 1 : ms);
    };
    Object.assign(globalThis, { setTimeout: narrow });
    await body(timers, delays);
  });
}

test("a timer is due once, after its delay", () =>
  withTimers((timers) => {
    let calls = 0;
    const timer = new Timer(() => calls++);
    timer.arm(10);
    assert.ok(timer.armed);
    timers.pass(9);
    assert.is(calls, 0);
    timers.pass(1);
    assert.is(calls, 1);
    assert.not(timer.armed);
    timers.pass(100);
    assert.is(calls, 1);
  }));

test("a disarmed timer is never due", () =>
  withTimers((timers) => {
    let calls = 0;
    const timer = new Timer(() => calls++);
    timer.arm(10);
    timer.disarm();
    timer.disarm();
    assert.is(timers.armed, 0);
    timers.pass(100);
    assert.is(calls, 0);
  }));

test("a delay beyond 2 ** 31 - 1 is waited for in steps that setTimeout can take (T3)", () =>
  withNarrowTimers((timers, delays) => {
    const delay = 2 ** 32 + 5;
    let calls = 0;
    new Timer(() => calls++).arm(delay);
    timers.pass(delay - 1);
    assert.is(calls, 0);
    timers.pass(1);
    assert.is(calls, 1);
    assert.equal(delays, [2 ** 31 - 1, 2 ** 31 - 1, 7]);
  }));

test("a long timer is due when a clock that jumps says so, and counts its steps when that stands still or goes back (T1, T3)", () =>
  withNarrowTimers((timers, delays) => {
    const { now } = Date;
    for (const shift of [2 ** 31 - 1 + 10, 2 ** 31 - 1, 2 ** 31, 0, -1000]) {
      let [calls, clock] = [0, 1000];
      Date.now = () => clock;
      new Timer(() => calls++).arm(2 ** 31 + 9); // two steps: the second one of 10 ms
      clock += shift;
      timers.pass(2 ** 31 - 1);
      assert.is(calls, shift > 2 ** 31 ? 1 : 0);
      timers.pass(9);
      assert.is(calls, shift >= 2 ** 31 ? 1 : 0);
      timers.pass(1);
      assert.is(calls, 1);
    }
    Date.now = now;
    assert.equal(delays.filter((delay) => delay < 2 ** 31 - 1), [10, 9, 10, 10]);
  }));

test("a long timer can be disarmed between two steps (T2)", () =>
  withNarrowTimers((timers) => {
    let calls = 0;
    const timer = new Timer(() => calls++);
    timer.arm(2 ** 33);
    timers.pass(2 ** 32);
    timer.disarm();
    assert.is(timers.armed, 0);
    timers.pass(2 ** 34);
    assert.is(calls, 0);
  }));

test("a stopwatch goes with the clock", () =>
  withTimers((timers) => {
    const watch = new Stopwatch();
    assert.is(watch.elapsed, 0);
    timers.pass(7);
    assert.is(watch.elapsed, 7);
  }));

test("when the clock steps back, a stopwatch stands still for that moment and then goes on (T1)", () =>
  withTimers(() => {
    let clock = 1000;
    Date.now = () => clock;
    const watch = new Stopwatch();
    clock = 1050;
    assert.is(watch.elapsed, 50);
    clock = 400;
    assert.is(watch.elapsed, 50);
    clock = 407;
    assert.is(watch.elapsed, 57);
  }));

test("a stopwatch believes a timer more than the clock", () =>
  withTimers(() => {
    const watch = new Stopwatch();
    assert.is(watch.atLeast(30), 30);
    assert.is(watch.elapsed, 30);
    assert.is(watch.atLeast(20), 30);
  }));

test("a duration is a finite number, large enough (C25)", () => {
  for (const ms of [0, 0.5, 1, 2 ** 40]) checkDuration("ms", ms, 0);
  checkDuration("ms", 0.001, 0.001);
  const refused = (given: unknown, least: number, message: string) =>
    assert.throws(() => checkDuration("ms", given, least), (error: Error) => error.message === message, message);
  refused("5", 0, 'ms must be a number, not "5"');
  refused(undefined, 0.001, "ms must be a number, not undefined");
  refused(-1, 0, "ms must be a finite number of at least 0, not -1");
  refused(NaN, 0, "ms must be a finite number of at least 0, not NaN");
  refused(Infinity, 0.001, "ms must be a finite number of at least 0.001, not Infinity");
  refused(0, 0.001, "ms must be a finite number of at least 0.001, not 0");
});

test.run();
