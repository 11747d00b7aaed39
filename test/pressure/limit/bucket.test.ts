import * as assert from "uvu/assert";
import { Bucket } from "../../../src/pressure/limit/bucket.ts";
import { rest } from "../../support/jobs.ts";
import { suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("bucket");

test("a timer that fires early is armed again, and nobody passes before their time (R1, T1)", () =>
  withTimers(async (timers) => {
    const bucket = new Bucket(1, 10, 1);
    bucket.attempt(1);
    let passed = false;
    bucket.acquire(1, undefined).then(() => passed = true);
    const { now } = Date;
    Date.now = () => now() - 1;
    timers.pass(10);
    await rest();
    assert.not(passed);
    assert.is(timers.armed, 1);
    timers.pass(1);
    await rest();
    assert.ok(passed);
  }));

test("when the clock steps back, those who wait do not wait for it to catch up, and none passes twice (R1, T1)", () =>
  withTimers(async (timers) => {
    const bucket = new Bucket(1, 10, 1);
    const passed: number[] = [];
    for (let number = 0; number < 4; number++) bucket.acquire(1, undefined).then(() => passed.push(number));
    await rest();
    assert.equal(passed, [0]);
    timers.pass(5);
    bucket.waitFor(1);
    const { now } = Date;
    Date.now = () => now() - 3_600_000;
    timers.pass(5); // it cannot be known how much of this was lost
    await rest();
    for (let ms = 0; ms < 40; ms++) {
      timers.pass(1);
      await rest();
    }
    assert.equal(passed, [0, 1, 2, 3]);
    assert.is(timers.armed, 0);
  }));

test("numbers as large as there are leave it open, and a hold leaves it its rate (R1)", () =>
  withTimers((timers) => {
    const huge = Number.MAX_VALUE;
    for (const [limit, weight] of [[huge, 1], [huge, huge], [1e306, 1]] as const) {
      const bucket = new Bucket(limit, 1000, limit);
      for (let round = 0; round < 3; round++) {
        assert.is(bucket.waitFor(weight), 0, `${limit}, ${weight}`);
        assert.ok(bucket.attempt(weight));
        timers.pass(1000);
      }
    }
    const wide = new Bucket(10, 1000, huge);
    for (let count = 0; count < 100; count++) assert.ok(wide.attempt(1));
    wide.hold(10);
    assert.is(wide.waitFor(1), 10);
    timers.pass(10);
    assert.ok(wide.attempt(1));
    assert.is(wide.waitFor(1), 100);
    timers.pass(100);
    assert.ok(wide.attempt(1));
    assert.ok(new Bucket(10, 1000, huge).attempt(huge));
  }));

test("a full bucket has room for all it can hold, however that is rounded (R1)", () =>
  withTimers((timers) => {
    const bucket = new Bucket(0.7, 0.3, 1.1);
    for (let ms = 1; ms < 100; ms++) {
      timers.pass(ms);
      assert.is(bucket.waitFor(1.1), 0);
    }
  }));

test.run();
