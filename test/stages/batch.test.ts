import { batch, channel, map, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("batch");

const end = { done: true, value: undefined };

test("batch() gives arrays of its size, and what is left at the end", async () => {
  assert.equal(await pipeline([1, 2, 3, 4, 5], batch(2)).toArray(), [[1, 2], [3, 4], [5]]);
  assert.equal(await pipeline([1, 2, 3, 4], batch(2)).toArray(), [[1, 2], [3, 4]]);
  assert.equal(await pipeline([1, 2], batch(3)).toArray(), [[1, 2]]);
});

test("batch(1) gives each item in an array of its own", async () => {
  assert.equal(await pipeline(["a", "b"], batch(1)).toArray(), [["a"], ["b"]]);
});

test("batch(Infinity) with a time gives all that comes in that time, at the end of the source at the latest", async () => {
  assert.equal(await pipeline([1, 2, 3], batch(Infinity, { within: 1000 })).toArray(), [[1, 2, 3]]);
});

test("batch() of no items is no batch", async () => {
  assert.equal(await pipeline([], batch(2)).toArray(), []);
  assert.equal(await pipeline(Driven.of(), batch(2, { within: 10 })).toArray(), []);
});

test("batch() holds any value untouched", async () => {
  const values = [undefined, null, NaN, [], Promise.resolve(1), { then: () => assert.unreachable("It was awaited") }];
  const [all] = await pipeline(values, batch(values.length)).toArray();
  assert.is(all?.length, values.length);
  for (const [index, value] of values.entries()) assert.ok(Object.is(all?.[index], value));
});

test("every batch is an array of its own, which belongs to whoever got it", async () => {
  const flow = pipeline([1, 2, 3, 4], batch(2));
  const first = (await flow.next()).value;
  first?.splice(0);
  assert.equal((await flow.next()).value, [3, 4]);
  assert.equal(first, []);
});

test("a stage can stand in several pipelines, each of which collects its own", async () => {
  const pairs = batch<number>(2);
  const [one, other] = [Driven.of(1), Driven.of(2)];
  assert.equal(await Promise.all([pipeline(one, pairs).toArray(), pipeline(other, pairs).toArray()]), [[[1]], [[2]]]);
});

test("a full batch is given at once, whether or not more comes", async () => {
  const source = new Driven<number>().give(1, 2);
  const flow = pipeline(source, batch(2));
  assert.equal((await flow.next()).value, [1, 2]);
  assert.is(source.asked, 2);
  await flow.cancel();
});

test("batch() waits for a full batch as long as the source goes on", async () => {
  const source = new Driven<number>().give(1);
  const flow = pipeline(source, batch(2));
  const next = flow.next();
  assert.ok(await waits(next));
  source.give(2);
  assert.equal((await next).value, [1, 2]);
  await flow.cancel();
});

test("batch() pulls one batch for each that is asked for, and nothing before (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, batch(3));
  await rest();
  assert.is(source.asked, 0);
  for (const asked of [3, 6, 9]) {
    await flow.next();
    await rest();
    assert.is(source.asked, asked);
  }
  await flow.cancel();
  assert.is(source.returned, 1);
});

test("what comes between two pulls is not lost, and waits where it is (P1)", async () => {
  const source = channel<number>(10);
  const flow = pipeline(source, batch(2));
  await source.sendAll([1, 2]);
  await flow.next();
  await source.sendAll([3, 4, 5]);
  await rest();
  assert.is(source.size, 3);
  source.close();
  assert.equal(await flow.toArray(), [[3, 4], [5]]);
});

test("concurrent pulls get batches in order (P4)", async () => {
  const source = new Driven<number>();
  const flow = pipeline(source, batch(2));
  const all = [flow.next(), flow.next(), flow.next()];
  source.give(1, 2, 3).end();
  const values = (await Promise.all(all)).map(({ value }) => value);
  assert.equal(values, [[1, 2], [3], undefined]);
});

test("an error comes after what was collected, once, and releases the source (P3)", async () => {
  const error = new Error("The source broke");
  const source = new Counted([1, 2, 3, 4]);
  const broken = map((n: number) => {
    if (n === 4) throw error;
    return n;
  });
  const flow = pipeline(source, broken, batch(2));
  assert.equal((await flow.next()).value, [1, 2]);
  assert.is(source.returned, 0);
  assert.equal((await flow.next()).value, [3]);
  assert.is(source.returned, 1);
  assert.is(await failure(flow.next()), error);
  assert.equal(await flow.next(), end);
  assert.is(source.returned, 1);
});

test("an error with nothing collected comes at once (P3)", async () => {
  const error = new Error("The source broke");
  const flow = pipeline(new Driven<number>().give(1, 2).fail(error), batch(2, { within: 10 }));
  assert.equal((await flow.next()).value, [1, 2]);
  assert.is(await failure(flow.next()), error);
});

test("an error that comes after a batch waits until the source has been released (P3)", async () => {
  const error = new Error("The work broke");
  const source = new Driven<number>().give(1, 2);
  let release = () => {};
  source.closing = new Promise<void>((resolve) => release = resolve);
  const work = map((n: number) => {
    if (n === 2) throw error;
    return n;
  });
  const flow = pipeline(source, work, batch(3));
  assert.equal((await flow.next()).value, [1]);
  const next = flow.next();
  assert.ok(await waits(next));
  release();
  assert.is(await failure(next), error);
  assert.is(source.returned, 1);
});

test("an end that comes with a part of a batch is told after it", async () => {
  const flow = pipeline([1], batch(2));
  assert.equal(await flow.next(), { done: false, value: [1] });
  assert.equal(await flow.next(), end);
  assert.equal(await flow.next(), end);
});

test("cancel() drops what was collected, and ends those who wait (P4)", async () => {
  const source = new Driven<number>().give(1);
  const flow = pipeline(source, batch(2));
  const next = flow.next();
  await rest();
  await flow.cancel();
  assert.equal(await next, end);
  assert.is(source.returned, 1);
});

test("wrong arguments are an error that names them (C25)", () => {
  const message = (body: () => unknown) => {
    const { name, message } = thrownBy<Error>(body);
    return `${name}: ${message}`;
  };
  assert.is(message(() => batch(0)), "RangeError: size must be an integer of at least 1, not 0");
  assert.is(message(() => batch(1.5)), "RangeError: size must be an integer of at least 1, not 1.5");
  assert.is(message(() => batch(Infinity)), "RangeError: size must be an integer of at least 1, not Infinity");
  assert.is(message(() => batch(NaN, { within: 1 })), "RangeError: size must be an integer of at least 1, not NaN");
  assert.is(message(() => batch("2" as never)), 'TypeError: size must be a number, not "2"');
  assert.is(message(() => batch(2, 50 as never)), "TypeError: options must be an object, not 50");
  assert.is(
    message(() => batch(2, { within: -1 })),
    "RangeError: options.within must be a finite number of at least 0, not -1",
  );
  assert.is(
    message(() => batch(2, { within: Infinity })),
    "RangeError: options.within must be a finite number of at least 0, not Infinity",
  );
  assert.is(
    message(() => batch(2, { within: "50" as never })),
    'TypeError: options.within must be a number, not "50"',
  );
  assert.equal(batch(2, { within: undefined }).length, 1);
});

test.run();
