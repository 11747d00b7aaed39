import { channel, debounce, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Driven } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { type FakeTimers, withTimers } from "../support/timers.ts";
import { waits } from "../support/waits.ts";

const test = suite("debounce");

const end = { done: true, value: undefined };

/** A source whose items come at these times, and then its end; and what comes out at which time. */
async function played(timers: FakeTimers, ms: number, script: readonly (readonly [number, string])[], last: number) {
  const source = new Driven<string>();
  const flow = pipeline(source, debounce(ms));
  const seen: string[] = [];
  let time = 0;
  const all = flow.forEach((value) => void seen.push(`${value} at ${time}`));
  const items = new Map(script);
  for (; time <= last; time++) {
    const item = items.get(time);
    if (item !== undefined) source.give(item);
    if (time === last) source.end();
    await rest();
    timers.pass(1);
    await rest();
  }
  await all;
  assert.is(timers.armed, 0);
  return seen;
}

test("debounce() gives the newest item after its quiet, and drops the others", () =>
  withTimers(async (timers) => {
    const seen = await played(timers, 10, [[0, "s"], [4, "sl"], [8, "slu"], [30, "x"]], 60);
    assert.equal(seen, ["slu at 17", "x at 39"]); // the clock moves at the end of each round
  }));

test("debounce() is exact: an item that comes as the quiet ends comes too late to replace", () =>
  withTimers(async (timers) => {
    assert.equal(await played(timers, 10, [[0, "a"], [9, "b"], [30, "c"], [40, "d"]], 70), [
      "b at 18",
      "c at 39",
      "d at 49",
    ]);
  }));

test("debounce() gives what is pending at the end, at once", () =>
  withTimers(async (timers) => {
    assert.equal(await played(timers, 10, [[0, "a"], [5, "b"]], 7), ["b at 7"]);
    assert.equal(await played(timers, 10, [], 7), []);
  }));

test("a burst without a pause gives its last item", () =>
  withTimers(async (timers) => {
    assert.equal(await pipeline([1, 2, 3], debounce(10)).toArray(), [3]);
    assert.equal(await pipeline(Driven.of(1, 2, 3), debounce(10)).toArray(), [3]);
    assert.is(timers.armed, 0);
  }));

test("steady items without quiet give nothing before the end", () =>
  withTimers(async (timers) => {
    const steady = Array.from({ length: 20 }, (_, index) => [index * 9, `${index}`] as const);
    assert.equal(await played(timers, 10, steady, 175), ["19 at 175"]);
  }));

test("an error comes after what is pending, once (P3)", () =>
  withTimers(async (timers) => {
    const error = new Error("The source broke");
    const source = new Driven<number>();
    const flow = pipeline(source, debounce(10));
    const next = flow.next();
    source.give(1).fail(error);
    assert.is((await next).value, 1);
    assert.is(await failure(flow.next()), error);
    assert.equal(await flow.next(), end);
    assert.is(timers.armed, 0);
  }));

test("leaving while an item is pending disarms the timer and releases the source, once (P4, T2)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(1);
    const controller = new AbortController();
    const flow = pipeline(source, debounce(10), { signal: controller.signal });
    const next = flow.next();
    await rest();
    controller.abort("enough");
    assert.is(timers.armed, 0);
    assert.is(await failure(next), "enough");
    assert.is(source.returned, 1);
    source.give(2);
    await rest();
    assert.is(timers.armed, 0);
  }));

test("debounce(0) gives the newest of what comes without a wait", () =>
  withTimers(async (timers) => {
    assert.equal(await pipeline([1, 2, 3], debounce(0)).toArray(), [3]);
    const source = channel<number>(10);
    const flow = pipeline(source, debounce(0));
    const next = flow.next();
    await source.send(1);
    await rest();
    timers.pass(0);
    assert.is((await next).value, 1);
    assert.is(timers.armed, 0);
    await flow.cancel();
  }));

test("the quiet may be longer than setTimeout can (T3)", () =>
  withTimers(async (timers) => {
    const flow = pipeline(new Driven<number>().give(1), debounce(2 ** 31 + 10));
    const next = flow.next();
    await rest();
    timers.pass(2 ** 31 + 9);
    assert.ok(await waits(next));
    timers.pass(1);
    assert.is((await next).value, 1);
    await flow.cancel();
  }));

test("wrong arguments are an error that names them (C25)", () => {
  const message = (given: unknown) => {
    const { name, message } = thrownBy<Error>(() => debounce(given as never));
    return `${name}: ${message}`;
  };
  assert.is(message(-1), "RangeError: ms must be a finite number of at least 0, not -1");
  assert.is(message(Infinity), "RangeError: ms must be a finite number of at least 0, not Infinity");
  assert.is(message("10"), 'TypeError: ms must be a number, not "10"');
});

test.run();
