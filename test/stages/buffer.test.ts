import { buffer, channel, compose, flatMap, map, merge, pipeline, unbounded } from "sluice";
import * as assert from "uvu/assert";
import { Driven, naturals } from "../support/driven.ts";
import { thrownBy } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("buffer");

test("buffer() passes everything on, in order, whatever its capacity", async () => {
  const values = Array.from({ length: 100 }, (_, index) => index);
  for (const capacity of [0, 1, 2, 16, 1000]) {
    assert.equal(await pipeline(values, buffer(capacity)).toArray(), values);
    assert.equal(await pipeline(Driven.of(...values), buffer(capacity)).toArray(), values);
  }
  assert.equal(await pipeline([], buffer(2)).toArray(), []);
});

test("buffer() holds any value untouched", async () => {
  const values = [undefined, null, NaN, [], Promise.resolve(1), { then: () => assert.unreachable("It was awaited") }];
  const seen: unknown[] = [];
  await pipeline(values, buffer(10)).forEach((value) => void seen.push(value));
  assert.is(seen.length, values.length);
  for (const [index, value] of values.entries()) assert.ok(Object.is(seen[index], value));
});

test("buffer(0) is no stage at all: nothing is read ahead (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, buffer(0));
  await flow.next();
  await rest();
  assert.is(source.asked, 1);
  await flow.cancel();
  assert.is(source.returned, 1);
});

test("nothing is read before the first pull (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, buffer(4));
  await rest();
  assert.is(source.asked, 0);
  await flow.cancel();
});

test("buffer(n) reads n ahead of what was asked for, and stops (P1)", async () => {
  for (const capacity of [1, 2, 7]) {
    const source = naturals();
    const flow = pipeline(source, buffer(capacity));
    for (let taken = 1; taken < 20; taken++) {
      assert.is((await flow.next()).value, taken - 1);
      await rest();
      assert.is(source.asked, taken + capacity);
    }
    await flow.cancel();
    assert.is(source.returned, 1);
  }
});

test("buffer(n) asks an asynchronous source on while the consumer is busy, n times and no more (P1)", async () => {
  const source = new Driven<number>().give(0, 1, 2, 3, 4, 5, 6);
  const flow = pipeline(source, buffer(3));
  assert.is((await flow.next()).value, 0);
  await rest();
  assert.is(source.asked, 4);
  assert.is((await flow.next()).value, 1);
  await rest();
  assert.is(source.asked, 5);
  await flow.cancel();
});

test("a question under way counts as read ahead (P1)", async () => {
  const source = new Driven<number>().give(0);
  const flow = pipeline(source, buffer(2));
  await flow.next();
  await rest();
  assert.is(source.asked, 2);
  source.give(1);
  await rest();
  assert.is(source.asked, 3);
  source.give(2, 3, 4);
  await rest();
  assert.is(source.asked, 3);
  await flow.cancel();
});

test("what is buffered is given without waiting for the source", async () => {
  const source = new Driven<number>().give(0, 1, 2);
  const flow = pipeline(source, buffer(5));
  await flow.next();
  await rest();
  assert.is((await flow.next()).value, 1);
  assert.is((await flow.next()).value, 2);
  const next = flow.next();
  assert.ok(await waits(next));
  source.give(3);
  assert.is((await next).value, 3);
  await flow.cancel();
});

test("a slow consumer does not hold a fast source back until the buffer is full, and a burst is evened out", async () => {
  const source = channel<number>();
  const flow = pipeline(source, buffer(3));
  const next = flow.next();
  await source.sendAll([0, 1, 2, 3]);
  const held = source.send(4);
  assert.ok(await waits(held));
  assert.is((await next).value, 0);
  assert.is((await flow.next()).value, 1);
  assert.not(await waits(held));
  source.close();
  assert.equal(await flow.toArray(), [2, 3, 4]);
});

test("the sides of a buffer work at the same time", async () => {
  const events: string[] = [];
  const finish: (() => void)[] = [];
  const slow = (name: string) =>
    map((n: number) => {
      events.push(`${name} ${n}`);
      return new Promise<number>((resolve) => finish.push(() => resolve(n)));
    });
  const flow = pipeline([1, 2, 3], slow("above"), buffer(1), slow("below"));
  const all = flow.toArray();
  const step = async () => {
    for (const each of finish.splice(0)) each();
    await rest();
  };
  await rest();
  assert.equal(events.splice(0), ["above 1"]);
  await step();
  assert.equal(events.splice(0).sort(), ["above 2", "below 1"]);
  await step();
  assert.equal(events.splice(0).sort(), ["above 3", "below 2"]);
  await step();
  assert.equal(events.splice(0), ["below 3"]);
  await step();
  assert.equal(await all, [1, 2, 3]);
});

test("concurrent pulls are answered in order, from the buffer and directly (P4)", async () => {
  const source = new Driven<number>();
  const flow = pipeline(source, buffer(2));
  const all = [flow.next(), flow.next(), flow.next(), flow.next()];
  source.give(1, 2, 3).end();
  assert.equal((await Promise.all(all)).map(({ value }) => value), [1, 2, 3, undefined]);
});

test("buffers one after the other add up (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, buffer(2), buffer(3));
  assert.is((await flow.next()).value, 0);
  await rest();
  assert.is(source.asked, 6);
  await flow.cancel();
});

test("a buffer reads on in merge() and in flatMap() as well (P1)", async () => {
  const [one, other] = [naturals(), naturals()];
  const merged = merge(pipeline(one, buffer(2)), ["a"]);
  await merged.next();
  assert.is(one.asked, 3);
  await merged.cancel();
  const flat = pipeline([0], flatMap(() => pipeline(other, buffer(2))));
  await flat.next();
  assert.is(other.asked, 3);
  await flat.cancel();
  assert.equal([one.returned, other.returned], [1, 1]);
});

test("a stage with a capacity can stand in several pipelines, each with a buffer of its own", async () => {
  const ahead = buffer<number>(2);
  const twice = compose(ahead, ahead);
  assert.equal(await Promise.all([pipeline([1, 2], twice).toArray(), pipeline([3], twice).toArray()]), [[1, 2], [3]]);
});

test("buffer(unbounded()) reads to the end", async () => {
  const source = new Driven<number>().give(...Array.from({ length: 100 }, (_, index) => index)).end();
  const flow = pipeline(source, buffer(unbounded()));
  await flow.next();
  await rest();
  assert.is(source.untaken, 0);
  assert.is(await flow.run(), 99);
});

test("wrong arguments are an error that names them (C25)", () => {
  const message = (given: unknown) => {
    const { name, message } = thrownBy<Error>(() => buffer(given as never));
    return `${name}: ${message}`;
  };
  assert.is(message(-1), "RangeError: buffer must be an integer of at least 0, not -1");
  assert.is(message(1.5), "RangeError: buffer must be an integer of at least 0, not 1.5");
  assert.match(message(Infinity), /^RangeError: .* use unbounded\(\)$/);
  assert.is(message("4"), 'TypeError: buffer must be a capacity or a Buffer, not "4"');
  assert.is(message(undefined), "TypeError: buffer must be a capacity or a Buffer, not undefined");
  assert.is(message({}), "TypeError: buffer must be a capacity or a Buffer, not an object");
});

test.run();
