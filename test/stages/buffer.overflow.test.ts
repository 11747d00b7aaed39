import {
  type Buffer,
  buffer,
  conflating,
  dropping,
  type OverflowError,
  pipeline,
  priority,
  sized,
  sliding,
  strict,
} from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";

const test = suite("buffer overflow");

const end = { done: true, value: undefined };

/** What a consumer gets that takes the first value, and the others when all of 0 to 9 have come. */
async function afterBurst(own: Buffer<number>): Promise<number[]> {
  const source = new Driven<number>();
  const flow = pipeline(source, buffer(own));
  const first = flow.next();
  source.give(...Array.from({ length: 10 }, (_, index) => index)).end();
  const { value } = await first;
  await rest();
  assert.is(source.untaken, 0);
  return [value as number, ...await flow.toArray()];
}

test("with sliding() the newest stay", async () => {
  assert.equal(await afterBurst(sliding(3)), [0, 7, 8, 9]);
  assert.equal(await pipeline([1, 2, 3, 4], buffer(sliding(2))).toArray(), [1, 3, 4]);
});

test("with dropping() the oldest stay", async () => {
  assert.equal(await afterBurst(dropping(3)), [0, 1, 2, 3]);
  assert.equal(await pipeline([1, 2, 3, 4], buffer(dropping(2))).toArray(), [1, 2, 3]);
});

test("with dropping(0) only what somebody waits for comes through", async () => {
  assert.equal(await afterBurst(dropping(0)), [0]);
});

test("with conflating() the newest of each key stays, in the order in which the keys came", async () => {
  assert.equal(await afterBurst(conflating({ keyOf: (n) => n % 3 })), [0, 7, 8, 9]);
  assert.equal(await afterBurst(conflating()), [0, 9]);
});

test("with conflating({ merge }) nothing is lost but its place", async () => {
  assert.equal(await afterBurst(conflating({ merge: (older, newer) => older + newer })), [0, 45]);
});

test("a consumer that keeps up loses nothing, whatever the buffer", async () => {
  const make: (() => Buffer<number>)[] = [() => sliding(1), () => dropping(1), () => strict(1), () => conflating()];
  for (const own of make) {
    const source = new Driven<number>();
    const flow = pipeline(source, buffer(own()));
    for (let n = 0; n < 5; n++) {
      const next = flow.next();
      source.give(n);
      assert.is((await next).value, n);
    }
    await flow.cancel();
  }
});

test("a full strict() buffer fails with an OverflowError, after what is buffered; it carries the value (P3)", async () => {
  const source = new Driven<number>().give(0, 1, 2, 3, 4);
  const flow = pipeline(source, buffer(strict(2)));
  assert.is((await flow.next()).value, 0);
  await rest();
  assert.is(source.returned, 1);
  assert.is(source.asked, 4);
  assert.is((await flow.next()).value, 1);
  assert.is((await flow.next()).value, 2);
  const error = await failure<OverflowError<number>>(flow.next());
  assert.is(error.name, "OverflowError");
  assert.is(error.message, "Cannot buffer: the buffer is full");
  assert.is(error.value, 3);
  assert.equal(await flow.next(), end);
});

test("with strict() a synchronous source overflows as soon as it is read, after what fits (P3)", async () => {
  const source = new Counted([0, 1, 2, 3, 4]);
  const flow = pipeline(source, buffer(strict(1)));
  assert.equal([await flow.next(), await flow.next()].map(({ value }) => value), [0, 1]);
  assert.is((await failure<OverflowError<number>>(flow.next())).value, 2);
  assert.is(source.returned, 1);
});

test("with strict(0) whatever nobody waits for is too much", async () => {
  const source = new Driven<number>();
  const flow = pipeline(source, buffer(strict(0)));
  const first = flow.next();
  source.give(0);
  assert.is((await first).value, 0);
  const second = flow.next();
  source.give(1);
  assert.is((await second).value, 1);
  source.give(2);
  await rest();
  assert.is((await failure<OverflowError<number>>(flow.next())).value, 2);
});

test("with priority() the smallest of those that are held comes first", async () => {
  const source = new Driven<number>().give(5, 3, 4, 1, 2).end();
  const flow = pipeline(source, buffer(priority<number>(10, (a, b) => a - b)));
  assert.is((await flow.next()).value, 5);
  await rest();
  assert.equal(await flow.toArray(), [1, 2, 3, 4]);
});

test("with priority(n) no more than n are read ahead (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, buffer(priority<number>(2, (a, b) => b - a)));
  assert.is((await flow.next()).value, 0);
  await rest();
  assert.is(source.asked, 3);
  assert.is((await flow.next()).value, 2);
  await rest();
  assert.is(source.asked, 4);
  await flow.cancel();
});

test("with sized() reading stops at the first item that does not fit, which is in hand (P1)", async () => {
  const source = new Driven<string>().give("first", "aaa", "bb", "cc", "d", "e");
  const flow = pipeline(source, buffer(sized(5, (text: string) => text.length)));
  assert.is((await flow.next()).value, "first");
  await rest();
  assert.is(source.asked, 4);
  assert.is((await flow.next()).value, "aaa");
  await rest();
  assert.is(source.asked, 6);
  source.end();
  assert.equal(await flow.toArray(), ["bb", "cc", "d", "e"]);
});

test("with sized() an item that is larger than the limit passes alone", async () => {
  const sizes = [1, 9, 1, 9, 9, 1];
  assert.equal(await pipeline(sizes, buffer(sized(4, (n: number) => n))).toArray(), sizes);
  assert.equal(await pipeline(Driven.of(...sizes), buffer(sized(4, (n: number) => n))).toArray(), sizes);
});

test("an item in hand is not lost when the source ends or fails behind it (P3)", async () => {
  const error = new Error("The source broke");
  const ended = pipeline([1, 4, 4], buffer(sized(4, (n: number) => n)));
  assert.equal(await ended.toArray(), [1, 4, 4]);
  const flow = pipeline(new Driven<number>().give(1, 4, 4).fail(error), buffer(sized(4, (n: number) => n)));
  const seen: number[] = [];
  assert.is(await failure(flow.forEach((n) => void seen.push(n))), error);
  assert.equal(seen, [1, 4, 4]);
});

test("what a function of the buffer throws fails the stage, after what is buffered (P3)", async () => {
  const broken = new Error("No size");
  const sizeOf = (n: number) => {
    if (n === 3) throw broken;
    return 1;
  };
  const source = naturals();
  const flow = pipeline(source, buffer(sized(10, sizeOf)));
  const seen: number[] = [];
  assert.is(await failure(flow.forEach((n) => void seen.push(n))), broken);
  assert.equal(seen, [0, 1, 2]);
  assert.is(source.returned, 1);
});

test.run();
