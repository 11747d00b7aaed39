import { filter, map, pipeline, type Source } from "sluice";
import * as assert from "uvu/assert";
import { END } from "../../../src/flow/link.ts";
import { open } from "../../../src/flow/sources/open.ts";
import { failure } from "../../support/failure.ts";
import { Numbers } from "../../support/numbers.ts";
import { got } from "../../support/reading.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("sync-source");

const end = { done: true, value: undefined };
test("arrays, sets, maps, typed arrays, generators and iterators are sources", async () => {
  const letters = function* () {
    yield "a";
    yield "b";
    return "no value";
  };
  assert.equal(await pipeline(["a", "b"]).toArray(), ["a", "b"]);
  assert.equal(await pipeline(new Set(["a", "b", "a"])).toArray(), ["a", "b"]);
  assert.equal(await pipeline(new Map([["a", 1]])).toArray(), [["a", 1]]);
  assert.equal(await pipeline(new Map([["a", 1]]).values()).toArray(), [1]);
  assert.equal(await pipeline(Uint8Array.of(1, 2)).toArray(), [1, 2]);
  assert.equal(await pipeline(letters()).toArray(), ["a", "b"]);
  assert.equal(await pipeline({ [Symbol.iterator]: letters }).toArray(), ["a", "b"]);
});

test("an empty source gives the end at once", async () => {
  assert.equal(await pipeline([]).next(), end);
  assert.equal(await pipeline(new Set()).toArray(), []);
});

test("the holes of an array are values, as in a loop", async () => {
  // deno-lint-ignore no-sparse-arrays
  assert.equal(await pipeline([1, , 2]).toArray(), [1, undefined, 2]);
});

test("an array that grows meanwhile is read to its new end, as in a loop", async () => {
  const values = [1, 2];
  const flow = pipeline(values);
  await flow.next();
  values.push(3);
  assert.equal(await flow.toArray(), [2, 3]);
});

test("an array that has ended is at its end for good, though it grows later", async () => {
  const values = [1];
  const flow = pipeline(values);
  assert.equal([await flow.next(), await flow.next()], [got(1), end]);
  values.push(2);
  assert.equal(await flow.next(), end);
  const link = open(values.slice(0, 1));
  assert.equal([link.poll(), link.poll()], [1, END]);
  assert.is(link.stop({ reason: undefined, failed: false }), undefined);
});

test("an array with an iterator of its own is read by that, as in a loop", async () => {
  class Doubled extends Array<number> {
    override *[Symbol.iterator](): ArrayIterator<number> {
      for (let index = 0; index < this.length; index++) yield 2 * (this[index] as number);
    }
  }
  assert.equal(await pipeline(Doubled.of(1, 2)).toArray(), [2, 4]);
  const own = Object.assign([1, 2], { [Symbol.iterator]: () => [3].values() });
  assert.equal(await pipeline(own).toArray(), [3]);
});

test("an array that cannot be read fails the flow (P3)", async () => {
  const broken = new Error("broken");
  const values = Object.defineProperty([1, 2], 1, {
    get() {
      throw broken;
    },
  });
  const flow = pipeline(values);
  assert.equal(await flow.next(), got(1));
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), end);
});

test("values travel untouched, whatever they are (C5)", async () => {
  const thenable = { then: () => assert.unreachable("It was awaited") };
  const values = [undefined, null, NaN, 0, "", false, end, got(1), Promise.resolve(1), thenable, () => {}];
  const given: unknown[] = [];
  for await (const value of pipeline(values, filter(() => true))) given.push(value);
  assert.is(given.length, values.length);
  for (const [index, value] of values.entries()) assert.ok(Object.is(given[index], value));
});

test("a source is opened at the first pull, and only once (P1)", async () => {
  const numbers = new Numbers({ count: 2 });
  const flow = pipeline(numbers, map((n) => n));
  await turn();
  assert.equal([numbers.opened, numbers.pulled], [0, 0]);
  await flow.next();
  assert.equal([numbers.opened, numbers.pulled], [1, 1]);
  await flow.toArray();
  assert.equal([numbers.opened, numbers.pulled], [1, 3]);
});

test("nothing is pulled before it is asked for (P1)", async () => {
  const numbers = new Numbers();
  const flow = pipeline(numbers, map((n) => n), map((n) => n));
  for (let asked = 1; asked <= 5; asked++) {
    assert.equal(await flow.next(), got(asked - 1));
    await turn();
    assert.is(numbers.pulled, asked);
  }
});

test("a source that ended is not asked again, nor released (P4)", async () => {
  const numbers = new Numbers({ count: 1 });
  const flow = pipeline(numbers);
  assert.equal(await flow.toArray(), [0]);
  assert.equal(await flow.next(), end);
  await flow.cancel();
  assert.equal([numbers.pulled, numbers.released], [2, 0]);
});

test("what next() throws fails the flow; a source that failed is not released (P3)", async () => {
  for (const broken of [new Error("In next()"), "text", undefined]) {
    const numbers = new Numbers({
      next: (index) => {
        if (index === 1) throw broken;
      },
    });
    const flow = pipeline(numbers);
    assert.equal(await flow.next(), got(0));
    assert.is(await failure(flow.next()), broken);
    assert.equal(await flow.next(), end);
    assert.equal([numbers.pulled, numbers.released], [2, 0]);
  }
});

test("what a generator throws comes after the values before", async () => {
  const broken = new Error("In the generator");
  const flow = pipeline((function* () {
    yield 1;
    throw broken;
  })());
  assert.equal(await flow.next(), got(1));
  assert.is(await failure(flow.next()), broken);
});

test("a next() that gives no object fails the flow with a TypeError (P3)", async () => {
  const numbers = new Numbers({ next: (index) => index === 1 ? 5 : undefined });
  const error = await failure<Error>(pipeline(numbers).toArray());
  assert.instance(error, TypeError);
  assert.is(error.message, "source.next() must give an object, not 5");
  assert.is(numbers.released, 0);
});

test("a result is done when it says so in any way, and without a value gives undefined", async () => {
  assert.equal(await pipeline(new Numbers({ next: (index) => index > 0 ? { done: 1 } : {} })).toArray(), [undefined]);
});

test("a getter of a result that throws fails the flow (P3)", async () => {
  const broken = new Error("In a getter");
  const thrown = () => {
    throw broken;
  };
  for (const name of ["done", "value"]) {
    const numbers = new Numbers({ next: () => Object.defineProperty({}, name, { get: thrown }) });
    assert.is(await failure(pipeline(numbers).toArray()), broken);
    assert.is(numbers.released, 0);
  }
});

test("a source that cannot be opened fails the flow at its first pull (P1, P3)", async () => {
  const broken = new Error("In [Symbol.iterator]()");
  const throwing: Iterable<number> = {
    [Symbol.iterator]() {
      throw broken;
    },
  };
  const flow = pipeline(throwing);
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), end);
  await flow.cancel();
  const empty = { [Symbol.iterator]: () => undefined } as unknown as Source<number>;
  assert.instance(await failure(pipeline(empty).next()), TypeError);
});

test("timers get their turn while a source never waits (C23)", async () => {
  let fired = false;
  turn().then(() => fired = true);
  const numbers = new Numbers({ count: 1e7, next: () => fired ? { done: true } : undefined });
  assert.equal(await pipeline(numbers, filter(() => false)).toArray(), []);
  assert.ok(fired);
});

test("a source that opens nothing, or what cannot be asked, fails the flow by a TypeError that says so (P4, C25)", async () => {
  for (const [given, text] of [[undefined, "undefined"], [null, "null"], [{}, "an object"]] as const) {
    const error = await failure<Error>(pipeline({ [Symbol.iterator]: () => given } as never).toArray());
    assert.instance(error, TypeError);
    assert.is(error.message, `source[Symbol.iterator]() must return an iterator, not ${text}`);
  }
});

test.run();
