import * as assert from "uvu/assert";
import { channel, type ItemContext, pipeline, takeWhile } from "sluice";
import { upTo } from "../support/crowds.ts";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { Jobs, rest } from "../support/jobs.ts";
import { got } from "../support/reading.ts";
import { pending, suite, ticks } from "../support/test.ts";

const test = suite("takeWhile");
const broken = new Error("broken");
const end = { done: true, value: undefined };
/** The same test, at once and promised. */
const tests: ((n: number) => boolean | PromiseLike<boolean>)[] = [
  (n) => n < 3,
  (n) => Promise.resolve(n < 3),
  (n) => ticks(n).then(() => n < 3),
  (n) => n % 2 === 0 ? n < 3 : ticks(4).then(() => n < 3),
];

test("takeWhile() gives the items before the first that fails the test, and releases the source (P1)", async () => {
  for (const passes of tests) {
    const source = naturals();
    assert.equal(await pipeline(source, takeWhile(passes)).toArray(), upTo(3));
    assert.equal([source.asked, source.returned], [4, 1]);
  }
});

test("after the first that fails, the test is not called any more (P1)", async () => {
  for (const passes of tests) {
    const tested: number[] = [];
    const flow = pipeline([0, 3, 1, 2], takeWhile((n) => (tested.push(n), passes(n))));
    assert.equal([await flow.next(), await flow.next(), await flow.next()], [got(0), end, end]);
    assert.equal(tested, [0, 3]);
  }
});

test("an item that has passed does not wait for the next one, and none is tested before it is asked for (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, takeWhile((n) => n < 2));
  for (const count of [1, 2]) {
    await flow.next();
    await rest();
    assert.equal([source.asked, source.returned], [count, 0]);
  }
  assert.equal(await flow.next(), end);
  assert.equal([source.asked, source.returned], [3, 1]);
});

test("a source that ends before is not released", async () => {
  const source = new Counted(upTo(3));
  assert.equal(await pipeline(source, takeWhile(() => true)).toArray(), upTo(3));
  assert.is(source.returned, 0);
});

test("what counts is whether the result is truthy; the items travel untouched (C5)", async () => {
  const values = [undefined, null, NaN, Promise.resolve(1), "last"];
  for (const give of [(value: unknown) => value, (value: unknown) => Promise.resolve(value)]) {
    for (const no of [0, "", null, undefined, NaN, false]) {
      const passes = (value: unknown) => give(value === "last" ? no : "yes") as boolean;
      const same = await pipeline(values, takeWhile(passes)).toArray();
      assert.ok(same.length === 4 && same.every((value, index) => Object.is(value, values[index])));
    }
  }
});

test("the test is called as (value, { index, signal }), from 0 for each run (P2)", async () => {
  const calls: unknown[] = [];
  const stage = takeWhile((value: string, { index, signal }: ItemContext) => {
    calls.push([value, index, signal.aborted]);
    return true;
  });
  for (const _ of upTo(2)) await pipeline(["a", "b"], stage).run();
  assert.equal(calls, [["a", 0, false], ["b", 1, false], ["a", 0, false], ["b", 1, false]]);
});

test("a type predicate narrows the type", async () => {
  const mixed: (number | string)[] = ["a", "b", 1, "c"];
  const texts: string[] = await pipeline(mixed, takeWhile((value) => typeof value === "string")).toArray();
  assert.equal(texts, ["a", "b"]);
});

test("a test that fails fails the flow (P3)", async () => {
  const throwing = () => {
    throw broken;
  };
  for (const fail of [throwing, () => Promise.reject(broken)]) {
    const source = naturals();
    const flow = pipeline(source, takeWhile((n) => n < 1 || fail()));
    assert.equal(await flow.next(), got(0));
    assert.is(await failure(flow.next()), broken);
    assert.equal([source.asked, source.returned], [2, 1]);
  }
});

test("leaving aborts a test that runs, and waits for it (P4)", async () => {
  const source = naturals();
  const jobs = new Jobs(() => true);
  const flow = pipeline(source, takeWhile(jobs.work));
  const next = flow.next();
  await rest();
  const left = flow.cancel("enough");
  assert.equal([jobs.signal(0).reason, source.returned], ["enough", 1]);
  assert.ok(await pending(left));
  jobs.finish(0);
  await left;
  assert.equal(await next, end);
});

test("the end waits for the release, and throws what that throws (P4)", async () => {
  for (const settle of ["open", "fail"] as const) {
    const source = new Driven<number>().give(9);
    const closing = gate<unknown>();
    source.closing = closing.promise;
    const flow = pipeline(source, takeWhile((n) => n < 5));
    const next = flow.next().catch((error) => error);
    assert.ok(await pending(next));
    assert.is(source.returned, 1);
    closing[settle](broken);
    assert.equal(await next, settle === "open" ? end : broken);
    assert.equal(await flow.next(), end);
  }
});

test("takeWhile() from a channel leaves it open; the item that failed is gone (P4)", async () => {
  const shared = channel<number>(9);
  for (const n of upTo(9)) shared.trySend(n);
  assert.equal(await pipeline(shared, takeWhile((n) => n < 3)).toArray(), upTo(3));
  assert.equal([shared.size, shared.closed], [5, false]);
});

test("test must be a function (C25)", () => {
  assert.is(thrownBy<TypeError>(() => takeWhile(3 as never)).message, "test must be a function, not 3");
});

test.run();
