import * as assert from "uvu/assert";
import { SteadyClock } from "../../src/pressure/steady-clock.ts";
import { suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";

const test = suite("steady clock");

test("it counts from when it was made", () =>
  withTimers((timers) => {
    timers.pass(5);
    const clock = new SteadyClock();
    assert.is(clock.now, 0);
    timers.pass(7);
    assert.is(clock.now, 7);
  }));

test("when the clock steps back, time stands still for that moment and then goes on (T1)", () =>
  withTimers((timers) => {
    const clock = new SteadyClock();
    timers.pass(10);
    assert.is(clock.now, 10);
    timers.pass(-3_600_000);
    assert.is(clock.now, 10);
    timers.pass(2);
    assert.is(clock.now, 12);
  }));

test("it looks Date.now up at each call (T1)", () => {
  const clock = new SteadyClock();
  const { now } = Date;
  try {
    const before = clock.now;
    const start = now();
    Date.now = () => start + 1_000_000;
    assert.ok(clock.now - before >= 999_000);
  } finally {
    Date.now = now;
  }
});

test.run();
