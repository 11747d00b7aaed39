import { buffer, filter, type Flow, map, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("buffer, left");

const end = { done: true, value: undefined };

test("an end comes after what is buffered", async () => {
  const flow = pipeline([1, 2], buffer(5));
  assert.equal([await flow.next(), await flow.next()].map(({ value }) => value), [1, 2]);
  assert.equal(await flow.next(), end);
  assert.equal(await flow.next(), end);
});

test("an error comes after what is buffered, once, and releases the source when it is met (P3)", async () => {
  const error = new Error("The work broke");
  const source = naturals();
  const work = map((n: number) => {
    if (n === 3) throw error;
    return n;
  });
  const flow = pipeline(source, work, buffer(10));
  assert.is((await flow.next()).value, 0);
  assert.is(source.returned, 1);
  assert.is((await flow.next()).value, 1);
  assert.is((await flow.next()).value, 2);
  assert.is(await failure(flow.next()), error);
  assert.equal(await flow.next(), end);
  assert.is(source.returned, 1);
});

test("an error while somebody waits comes at once (P3)", async () => {
  const error = new Error("The source broke");
  const source = new Driven<number>();
  const next = pipeline(source, buffer(10)).next();
  await rest();
  source.fail(error);
  assert.is(await failure(next), error);
});

test("an error waits until the source above has been released (P3)", async () => {
  const error = new Error("The work broke");
  const source = new Driven<number>().give(1);
  let release = () => {};
  source.closing = new Promise<void>((resolve) => release = resolve);
  const work = map(() => {
    throw error;
  });
  const next = pipeline(source, work, buffer(10)).next();
  assert.ok(await waits(next));
  release();
  assert.is(await failure(next), error);
});

test("leaving drops what is buffered, stops the reading and releases the source (P4)", async () => {
  const source = new Driven<number>().give(0, 1, 2);
  const flow = pipeline(source, buffer(10));
  for await (const value of flow) {
    assert.is(value, 0);
    await rest();
    break;
  }
  const { asked } = source;
  source.give(3);
  await rest();
  assert.is(source.asked, asked);
  assert.is(source.returned, 1);
  assert.equal(await flow.next(), end);
});

test("an abort drops what is buffered, too (P4)", async () => {
  const controller = new AbortController();
  const source = new Driven<number>().give(0, 1, 2);
  const flow = pipeline(source, buffer(10), { signal: controller.signal });
  await flow.next();
  await rest();
  controller.abort("enough");
  assert.is(await failure(flow.next()), "enough");
  assert.is(source.returned, 1);
});

test("a stage above that leaves in the middle of the reading ends it", async () => {
  const source = naturals();
  const flow = pipeline(source, map((n) => n === 3 ? void flow.cancel() : n), buffer(100));
  assert.equal(await flow.next(), end);
  assert.is(source.asked, 4);
  assert.is(source.returned, 1);
});

test("a stage below that leaves in the middle of its work takes nothing more out of the buffer (P4)", async () => {
  const source = naturals();
  const seen: number[] = [];
  const flow: Flow<number> = pipeline(
    source,
    buffer(3),
    filter((n) => {
      seen.push(n);
      if (n === 1) void flow.cancel();
      return false;
    }),
  );
  assert.equal(await flow.next(), end);
  assert.equal(seen, [0, 1]);
  assert.equal([source.asked, source.returned], [5, 1]);
});

test.run();
