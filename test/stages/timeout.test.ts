import { channel, map, pipeline, timeout } from "sluice";
import * as assert from "uvu/assert";
import { Driven } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";
import { waits } from "../support/waits.ts";

const test = suite("timeout");

const end = { done: true, value: undefined };

test("timeout() passes everything on that comes in time, and the end", () =>
  withTimers(async (timers) => {
    assert.equal(await pipeline([1, 2, 3], timeout(10)).toArray(), [1, 2, 3]);
    assert.is(timers.count, 0);
    assert.equal(await pipeline(Driven.of(1, 2, 3), timeout(10)).toArray(), [1, 2, 3]);
    assert.is(timers.armed, 0);
  }));

test("timeout() fails with a DOMException named TimeoutError, to the millisecond, once", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, timeout(10));
    const next = flow.next();
    await rest();
    timers.pass(9);
    assert.ok(await waits(next));
    timers.pass(1);
    const error = await failure<DOMException>(next);
    assert.instance(error, DOMException);
    assert.is(error.name, "TimeoutError");
    assert.is(error.message, "Timed out: no value for 10 ms");
    assert.equal(await flow.next(), end);
    assert.is(source.returned, 1);
    assert.is(timers.armed, 0);
  }));

test("a platform without DOMException gets an Error of that name", () =>
  withTimers(async (timers) => {
    const { DOMException } = globalThis;
    Object.assign(globalThis, { DOMException: undefined });
    try {
      const next = pipeline(new Driven<number>(), timeout(10)).next();
      await rest();
      timers.pass(10);
      const error = await failure<Error>(next);
      assert.instance(error, Error);
      assert.is(error.name, "TimeoutError");
    } finally {
      Object.assign(globalThis, { DOMException });
    }
  }));

test("only time in which somebody asks counts, anew for each item (T2)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, timeout(10));
    timers.pass(100);
    assert.is(timers.count, 0);
    for (const n of [1, 2, 3]) {
      const next = flow.next();
      await rest();
      assert.is(timers.armed, 1);
      timers.pass(9);
      source.give(n);
      assert.is((await next).value, n);
      assert.is(timers.armed, 0);
      timers.pass(100);
    }
    await flow.cancel();
  }));

test("what is there already is given however late somebody asks for it", () =>
  withTimers(async (timers) => {
    const source = channel<number>(2);
    const flow = pipeline(source, timeout(0));
    await source.sendAll([1, 2]);
    timers.pass(100);
    assert.is((await flow.next()).value, 1);
    assert.is((await flow.next()).value, 2);
    assert.is(timers.count, 0);
    source.close();
    assert.equal(await flow.next(), end);
  }));

test("the end and an error in time win, and disarm the timer (T2, P3)", () =>
  withTimers(async (timers) => {
    const error = new Error("The source broke");
    for (const last of ["end", "fail"] as const) {
      const source = new Driven<number>();
      const flow = pipeline(source, timeout(10));
      const next = flow.next();
      await rest();
      timers.pass(9);
      if (last === "end") source.end();
      else source.fail(error);
      if (last === "end") assert.equal(await next, end);
      else assert.is(await failure(next), error);
      assert.is(timers.armed, 0);
      assert.is(source.returned, 0);
    }
  }));

test("an error that comes without a wait disarms nothing, for nothing was armed (P3)", () =>
  withTimers(async (timers) => {
    const error = new Error("The work broke");
    const work = map(() => {
      throw error;
    });
    assert.is(await failure(pipeline([1], work, timeout(10)).run()), error);
    assert.is(timers.count, 0);
  }));

test("a value that comes in the very turn in which the time is over is not lost", () =>
  withTimers(async (timers) => {
    const source = channel<number>();
    const flow = pipeline(source, timeout(10));
    const next = flow.next();
    await rest();
    timers.pass(9);
    assert.ok(source.trySend(1));
    timers.pass(1);
    assert.is((await next).value, 1);
    const second = flow.next();
    await rest();
    timers.pass(9);
    assert.ok(await waits(second));
    timers.pass(1);
    assert.is((await failure<Error>(second)).name, "TimeoutError");
  }));

test("concurrent pulls wait one after the other, each for its own time (P4)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, timeout(10));
    const [first, second, third] = [flow.next(), flow.next(), flow.next()];
    await rest();
    timers.pass(9);
    source.give(1);
    assert.is((await first).value, 1);
    timers.pass(9);
    assert.ok(await waits(second));
    timers.pass(1);
    assert.is((await failure<Error>(second)).name, "TimeoutError");
    assert.equal(await third, end);
  }));

test("of two pulls, each has its own time, also when the first one's value comes as its time is over (P4)", () =>
  withTimers(async (timers) => {
    const source = channel<number>();
    const flow = pipeline(source, timeout(10));
    const [first, second] = [flow.next(), flow.next()];
    await rest();
    timers.pass(9);
    assert.ok(source.trySend(1));
    timers.pass(1);
    assert.is((await first).value, 1);
    assert.ok(await waits(second));
    timers.pass(9);
    assert.ok(await waits(second));
    timers.pass(1);
    assert.is((await failure<Error>(second)).name, "TimeoutError");
    assert.is(timers.armed, 0);
  }));

test("the time may be 0, and longer than setTimeout can (T3)", () =>
  withTimers(async (timers) => {
    const soon = pipeline(new Driven<number>(), timeout(0)).next();
    assert.ok(await waits(soon));
    timers.pass(0);
    assert.is((await failure<Error>(soon)).name, "TimeoutError");
    const late = pipeline(new Driven<number>(), timeout(2 ** 31 + 10)).next();
    await rest();
    timers.pass(2 ** 31 + 9);
    assert.ok(await waits(late));
    timers.pass(1);
    assert.is((await failure<Error>(late)).name, "TimeoutError");
  }));

test("wrong arguments are an error that names them (C25)", () => {
  const message = (given: unknown) => {
    const { name, message } = thrownBy<Error>(() => timeout(given as never));
    return `${name}: ${message}`;
  };
  assert.is(message(-1), "RangeError: ms must be a finite number of at least 0, not -1");
  assert.is(message(Infinity), "RangeError: ms must be a finite number of at least 0, not Infinity");
  assert.is(message(null), "TypeError: ms must be a number, not null");
});

test.run();
