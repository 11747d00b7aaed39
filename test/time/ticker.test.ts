import { select, ticker } from "sluice";
import * as assert from "uvu/assert";
import { pending, suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";

const test = suite("ticker");

const end = { done: true, value: undefined };
const tick = (value: number) => ({ done: false, value });

test("a ticker gives 1, 2, 3, one for each interval (T1)", () =>
  withTimers(async (timers) => {
    const ticks = ticker(10);
    for (const count of [1, 2, 3]) {
      const next = ticks.receive();
      assert.ok(await pending(next));
      timers.pass(10);
      assert.equal(await next, tick(count));
    }
  }));

test("a slow reader gets one tick for all it missed, with the count of those due (T1)", () =>
  withTimers((timers) => {
    const ticks = ticker(10);
    timers.pass(35);
    assert.equal(ticks.tryReceive(), tick(3));
    assert.is(ticks.tryReceive(), undefined);
    timers.pass(5);
    assert.equal(ticks.tryReceive(), tick(4));
  }));

test("a ticker keeps its rhythm after a late reader (T1)", () =>
  withTimers(async (timers) => {
    const ticks = ticker(10);
    timers.pass(17);
    assert.equal(ticks.tryReceive(), tick(1));
    const next = ticks.receive();
    timers.pass(2);
    assert.ok(await pending(next));
    timers.pass(1);
    assert.equal(await next, tick(2));
  }));

test("a ticker arms a timer only while somebody waits (T2)", () =>
  withTimers(async (timers) => {
    const ticks = ticker(10);
    timers.pass(100);
    assert.is(timers.count, 0);
    assert.equal(await ticks.receive(), tick(10));
    assert.is(timers.count, 0);
    const controller = new AbortController();
    const waiting = ticks.receive({ signal: controller.signal });
    assert.is(timers.armed, 1);
    controller.abort("enough");
    assert.is(timers.armed, 0);
    assert.is(await waiting.catch((reason) => reason), "enough");
  }));

test("each tick goes to one of those who wait, first come, first served (C16)", () =>
  withTimers(async (timers) => {
    const ticks = ticker(10);
    const [first, second] = [ticks.receive(), ticks.receive()];
    timers.pass(10);
    assert.equal(await first, tick(1));
    assert.ok(await pending(second));
    assert.is(timers.armed, 1);
    timers.pass(10);
    assert.equal(await second, tick(2));
    assert.is(timers.armed, 0);
  }));

test("who waited first is served first, even when the timer is late (C16)", () =>
  withTimers(async (timers) => {
    const ticks = ticker(10);
    const waiting = ticks.receive();
    const { now } = Date;
    Date.now = () => now() + 10;
    assert.is(ticks.tryReceive(), undefined);
    assert.equal(await waiting, tick(1));
    assert.is(timers.armed, 0);
  }));

test("no tick comes twice when the clock steps back, and the next one comes in its time (T1)", () =>
  withTimers((timers) => {
    const ticks = ticker(10);
    timers.pass(20);
    assert.equal(ticks.tryReceive(), tick(2));
    const { now } = Date;
    Date.now = () => now() - 15;
    assert.is(ticks.tryReceive(), undefined);
    timers.pass(9);
    assert.is(ticks.tryReceive(), undefined);
    timers.pass(1);
    assert.equal(ticks.tryReceive(), tick(3));
  }));

test("a timer that fires gives a tick when the clock was set back (T1)", () =>
  withTimers(async (timers) => {
    const ticks = ticker(10);
    const next = ticks.receive();
    const { now } = Date;
    Date.now = () => now() - 1000;
    timers.pass(10);
    assert.equal(await next, tick(1));
  }));

test("intervals may be fractions of a millisecond", () =>
  withTimers(async (timers) => {
    const ticks = ticker(0.1);
    const next = ticks.receive();
    timers.pass(0.1);
    assert.is((await next).done, false);
    timers.pass(1);
    assert.ok(Number(ticks.tryReceive()?.value) >= 10);
  }));

test("disposing a ticker ends it for everybody and disarms it (T2, C11)", () =>
  withTimers(async (timers) => {
    const ticks = ticker(10);
    const waiting = [ticks.receive(), ticks.receive()];
    ticks[Symbol.dispose]();
    assert.is(timers.armed, 0);
    assert.equal(await Promise.all(waiting), [end, end]);
    timers.pass(100);
    assert.equal(ticks.tryReceive(), end);
    ticks.cancel();
  }));

test("leaving a loop over a ticker leaves it ticking, and disarmed (C17, T2)", () =>
  withTimers(async (timers) => {
    const ticks = ticker(10);
    timers.pass(10);
    for await (const count of ticks) {
      assert.is(count, 1);
      break;
    }
    assert.is(timers.armed, 0);
    timers.pass(10);
    assert.equal(ticks.tryReceive(), tick(2));
  }));

test("a foreign select can wait on a ticker, and leave it (C27, T2)", () =>
  withTimers(async (timers) => {
    const ticks = ticker(10);
    const receiving = Object(ticks)[Symbol.for("sluice.receiving")].call(ticks);
    const hit = select({ foreign: { poll: receiving.poll, park: receiving.park } });
    assert.is(timers.armed, 1);
    timers.pass(10);
    assert.equal(await hit, { key: "foreign", done: false, value: 1 });
    const controller = new AbortController();
    const lost = select({ foreign: receiving }, { signal: controller.signal });
    controller.abort("enough");
    assert.is(await lost.catch((reason) => reason), "enough");
    assert.is(timers.armed, 0);
  }));

test("wrong arguments throw and name themselves (C25)", () => {
  assert.throws(
    () => ticker(0),
    (error: Error) => error instanceof RangeError && /^ms must .* not 0$/.test(error.message),
  );
  assert.throws(() => ticker(NaN), RangeError);
  assert.throws(
    () => ticker(null as never),
    (error: Error) => error instanceof TypeError && /null$/.test(error.message),
  );
});

test.run();
