import * as assert from "uvu/assert";
import { NextCall, Reading } from "../../src/flow/demand.ts";
import { failure } from "../support/failure.ts";
import { suite } from "../support/test.ts";

const test = suite("demand");

/** A `next()` that waits, and its promise. */
function waiting(): { next: NextCall<number>; promise: Promise<unknown> } {
  let next: NextCall<number> | undefined;
  const promise = new Promise<unknown>((resolve, reject) => next = new NextCall<number>(resolve, reject));
  return { next: next as NextCall<number>, promise };
}

/** An operation that reads to the end, and its promise. */
function reading(result: () => unknown): { reading: Reading<number, unknown>; promise: Promise<unknown> } {
  let made: Reading<number, unknown> | undefined;
  const take = (value: number) => value > 0;
  const promise = new Promise((resolve, reject) =>
    made = new Reading<number, unknown>({ take, result }, resolve, reject)
  );
  return { reading: made as Reading<number, unknown>, promise };
}

test("a next() wants one value", async () => {
  const { next, promise } = waiting();
  assert.is(next.take(7), false);
  assert.equal(await promise, { done: false, value: 7 });
});

test("a next() gets the end when there is no more, or when the flow was left by others", async () => {
  const [ended, left] = [waiting(), waiting()];
  ended.next.end();
  left.next.cut();
  const end = { done: true, value: undefined };
  assert.equal(await Promise.all([ended.promise, left.promise]), [end, end]);
});

test("a next() rejects when the pipeline fails, whatever with", async () => {
  for (const error of [new Error("broken"), undefined]) {
    const { next, promise } = waiting();
    next.fail(error);
    assert.is(await failure(promise), error);
  }
});

test("an operation takes values as it likes, and gives its result at the end", async () => {
  const { reading: all, promise } = reading(() => "result");
  assert.equal([all.take(1), all.take(0)], [true, false]);
  all.end();
  assert.is(await promise, "result");
});

test("an operation rejects when the pipeline fails, and when its result cannot be made", async () => {
  const [failed, empty] = [
    reading(() => "result"),
    reading(() => {
      throw "no result";
    }),
  ];
  failed.reading.fail("broken");
  empty.reading.end();
  assert.equal([await failure(failed.promise), await failure(empty.promise)], ["broken", "no result"]);
});

test("an operation that is cut short rejects: a part is not the whole (P4)", async () => {
  for (const reason of ["reason", 0, undefined]) {
    const { reading: short, promise } = reading(() => "part");
    short.cut(reason);
    assert.is(await failure(promise), reason);
  }
});

test("only an operation that said how can be told to stop", () => {
  const stop = () => {};
  assert.is(new Reading({ take: () => true, stop, result: () => 1 }, () => {}, () => {}).stop, stop);
  assert.is(reading(() => "result").reading.stop, undefined);
});

test.run();
