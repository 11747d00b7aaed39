import { channel, pipeline, sample } from "sluice";
import * as assert from "uvu/assert";
import { Driven } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";
import { waits } from "../support/waits.ts";

const test = suite("sample");

const end = { done: true, value: undefined };

test("sample() gives the newest item of each span, at its end", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, sample(10));
    const first = flow.next();
    source.give(1, 2);
    await rest();
    timers.pass(9);
    source.give(3);
    assert.ok(await waits(first));
    timers.pass(1);
    assert.is((await first).value, 3);
    const second = flow.next();
    source.give(4);
    assert.ok(await waits(second));
    timers.pass(10);
    assert.is((await second).value, 4);
    await flow.cancel();
  }));

test("spans are counted from the first pull, and empty ones give nothing", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, sample(10));
    timers.pass(7);
    const next = flow.next();
    await rest();
    timers.pass(34);
    source.give(1);
    await rest();
    timers.pass(5);
    assert.ok(await waits(next));
    timers.pass(1);
    assert.is((await next).value, 1);
    await flow.cancel();
  }));

test("sample() is exact: an item that comes as a span ends belongs to the next", () =>
  withTimers(async (timers) => {
    const source = channel<string>(10);
    const flow = pipeline(source, sample(10));
    const first = flow.next();
    await source.send("a");
    await rest();
    timers.pass(10);
    assert.is((await first).value, "a");
    const second = flow.next();
    await source.send("b");
    await rest();
    timers.pass(9);
    assert.ok(await waits(second));
    timers.pass(1);
    assert.is((await second).value, "b");
    await flow.cancel();
  }));

test("what is pending at the end is given at once", () =>
  withTimers(async (timers) => {
    assert.equal(await pipeline([1, 2, 3], sample(1000)).toArray(), [3]);
    assert.equal(await pipeline(Driven.of(1, 2), sample(1000)).toArray(), [2]);
    assert.equal(await pipeline([], sample(1000)).toArray(), []);
    assert.is(timers.armed, 0);
  }));

test("while the consumer is busy over several spans, the last one with an item stays", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(0);
    const flow = pipeline(source, sample(10));
    const first = flow.next();
    await rest();
    timers.pass(10);
    await first;
    for (const n of [1, 2, 3]) {
      source.give(n, n + 10);
      await rest();
      timers.pass(10);
    }
    assert.is(timers.armed, 0);
    assert.is((await flow.next()).value, 13);
    assert.ok(await waits(flow.next()));
    await flow.cancel();
  }));

test("an item of a span that is over, and one of the span that is not, are both given", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(0);
    const flow = pipeline(source, sample(10));
    const first = flow.next();
    await rest();
    timers.pass(10);
    await first;
    source.give(1);
    await rest();
    timers.pass(14);
    source.give(2);
    await rest();
    assert.is((await flow.next()).value, 1);
    const next = flow.next();
    await rest();
    timers.pass(5);
    assert.ok(await waits(next));
    timers.pass(1);
    assert.is((await next).value, 2);
    await flow.cancel();
  }));

test("at the end both of them are given, and an error after them (P3)", () =>
  withTimers(async (timers) => {
    const error = new Error("The source broke");
    const source = new Driven<number>().give(0);
    const flow = pipeline(source, sample(10));
    const first = flow.next();
    await rest();
    timers.pass(10);
    await first;
    source.give(1);
    await rest();
    timers.pass(10);
    source.give(2).fail(error);
    await rest();
    const seen: number[] = [];
    assert.is(await failure(flow.forEach((n) => void seen.push(n))), error);
    assert.equal(seen, [1, 2]);
    assert.equal(await flow.next(), end);
    assert.is(timers.armed, 0);
  }));

test("the timer of a span is armed only while somebody waits and an item is pending (T2)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, sample(10));
    const next = flow.next();
    await rest();
    assert.is(timers.count, 0);
    source.give(1, 2, 3);
    await rest();
    assert.is(timers.count, 1);
    timers.pass(10);
    await next;
    source.give(4);
    await rest();
    assert.is(timers.armed, 0);
    await flow.cancel();
    assert.is(source.returned, 1);
  }));

test("an abort while an item is pending disarms the timer (P4, T2)", () =>
  withTimers(async (timers) => {
    const controller = new AbortController();
    const flow = pipeline(new Driven<number>().give(1), sample(10), { signal: controller.signal });
    const next = flow.next();
    await rest();
    assert.is(timers.armed, 1);
    controller.abort("enough");
    assert.is(timers.armed, 0);
    assert.is(await failure(next), "enough");
  }));

test("sample(0) gives the newest of what comes without a wait", () =>
  withTimers(async (timers) => {
    assert.equal(await pipeline([1, 2, 3], sample(0)).toArray(), [3]);
    const source = channel<number>(10);
    const flow = pipeline(source, sample(0));
    const next = flow.next();
    await source.send(1);
    await rest();
    timers.pass(0);
    assert.is((await next).value, 1);
    await flow.cancel();
    assert.is(timers.armed, 0);
  }));

test("a span may be longer than setTimeout can, or a fraction of a millisecond (T3)", () =>
  withTimers(async (timers) => {
    const long = pipeline(new Driven<number>().give(1), sample(2 ** 31 + 10));
    const next = long.next();
    await rest();
    timers.pass(2 ** 31 + 9);
    assert.ok(await waits(next));
    timers.pass(1);
    assert.is((await next).value, 1);
    await long.cancel();
    const short = pipeline(new Driven<number>().give(1), sample(0.5));
    const soon = short.next();
    await rest();
    timers.pass(0.5);
    assert.is((await soon).value, 1);
    await short.cancel();
  }));

test("wrong arguments are an error that names them (C25)", () => {
  const message = (given: unknown) => {
    const { name, message } = thrownBy<Error>(() => sample(given as never));
    return `${name}: ${message}`;
  };
  assert.is(message(-1), "RangeError: ms must be a finite number of at least 0, not -1");
  assert.is(message(NaN), "RangeError: ms must be a finite number of at least 0, not NaN");
  assert.is(message(undefined), "TypeError: ms must be a number, not undefined");
});

test.run();
