import { channel, type Flow, map, pipeline, type Source } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { AsyncNumbers } from "../../support/numbers.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, turn } from "../../support/test.ts";

const test = suite("async-source");

const end = { done: true, value: undefined };
test("async generators and whatever makes async iterators are sources", async () => {
  const letters = async function* () {
    yield "a";
    await undefined;
    yield "b";
    return "no value";
  };
  assert.equal(await pipeline(letters()).toArray(), ["a", "b"]);
  assert.equal(await pipeline({ [Symbol.asyncIterator]: letters }).toArray(), ["a", "b"]);
  assert.equal(await pipeline(new AsyncNumbers({ count: 3 })).toArray(), [0, 1, 2]);
});

test("what is both sync and async iterable is read asynchronously, as by `for await`", async () => {
  const both = {
    *[Symbol.iterator]() {
      yield "sync";
    },
    async *[Symbol.asyncIterator]() {
      yield "async";
    },
  };
  assert.equal(await pipeline(both).toArray(), ["async"]);
});

test("an iterator's own loop is a source: batches() and consume() of a channel", async () => {
  const ch = channel<number>(3);
  await ch.sendAll([1, 2, 3]);
  assert.equal((await pipeline(ch.batches(2)).next()).value, [1, 2]);
  assert.equal((await pipeline(ch.consume()).next()).value, 3);
});

test("values travel untouched: a promise in a result is not awaited (C5)", async () => {
  const promise = Promise.resolve(1);
  const source = new AsyncNumbers({ next: () => Promise.resolve(got(promise)) });
  assert.is((await pipeline(source).next()).value, promise);
});

test("a source is opened at the first pull, and only once (P1)", async () => {
  const numbers = new AsyncNumbers({ count: 2 });
  const flow = pipeline(numbers, map((n) => n));
  await turn();
  assert.equal([numbers.opened, numbers.pulled], [0, 0]);
  assert.equal(await flow.toArray(), [0, 1]);
  assert.equal([numbers.opened, numbers.pulled], [1, 3]);
});

test("nothing is pulled before it is asked for (P1)", async () => {
  const numbers = new AsyncNumbers();
  const flow = pipeline(numbers, map((n) => n), map((n) => n));
  for (let asked = 1; asked <= 5; asked++) {
    assert.equal(await flow.next(), got(asked - 1));
    await turn();
    assert.is(numbers.pulled, asked);
  }
});

test("a source is asked for one value at a time, however many are wanted (P1)", async () => {
  const gates = [gate(), gate(), gate()];
  const numbers = new AsyncNumbers({ next: (n) => gates[n]?.promise.then(() => got(n)) });
  const flow = pipeline(numbers);
  const asked = [flow.next(), flow.next(), flow.next()];
  for (let answered = 0; answered < 3; answered++) {
    await turn();
    assert.is(numbers.pulled, answered + 1);
    gates[answered]?.open();
  }
  assert.equal(await Promise.all(asked), [0, 1, 2].map(got));
});

test("a source that ended is not asked again, nor released (P4)", async () => {
  const numbers = new AsyncNumbers({ count: 1 });
  const flow = pipeline(numbers);
  assert.equal(await flow.toArray(), [0]);
  assert.equal(await flow.next(), end);
  await flow.cancel();
  assert.equal([numbers.pulled, numbers.released], [2, 0]);
});

test("a rejection of next() fails the flow once; a source that failed is not released (P3)", async () => {
  for (const broken of [new Error("In next()"), "text", undefined]) {
    const numbers = new AsyncNumbers({ next: (index) => index === 1 ? Promise.reject(broken) : undefined });
    const flow = pipeline(numbers);
    assert.equal(await flow.next(), got(0));
    assert.is(await failure(flow.next()), broken);
    assert.equal(await flow.next(), end);
    assert.equal([numbers.pulled, numbers.released], [2, 0]);
  }
});

test("what next() throws fails the flow as its rejection does (P3)", async () => {
  const broken = new Error("In next()");
  const numbers = new AsyncNumbers({
    next: () => {
      throw broken;
    },
  });
  const flow = pipeline(numbers);
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), end);
  assert.is(numbers.released, 0);
});

test("a next() that gives no promise is taken as `for await` takes it", async () => {
  const numbers = new AsyncNumbers({ next: (index) => index < 2 ? got(index) : end });
  assert.equal(await pipeline(numbers).toArray(), [0, 1]);
});

test("a next() that gives a thenable is waited for", async () => {
  const numbers = new AsyncNumbers({
    next: (index) => ({ then: (resolve: (result: unknown) => void) => resolve(index < 2 ? got(index) : end) }),
  });
  assert.equal(await pipeline(numbers).toArray(), [0, 1]);
});

test("an answer that is no object fails the flow with a TypeError (P3)", async () => {
  for (const answer of [5, Promise.resolve(5)]) {
    const numbers = new AsyncNumbers({ next: () => answer });
    const flow = pipeline(numbers);
    const error = await failure<Error>(flow.next());
    assert.instance(error, TypeError);
    assert.is(error.message, "source.next() must give an object, not 5");
    assert.equal(await flow.next(), end);
    assert.is(numbers.released, 0);
  }
});

test("a source that cannot be opened fails the flow at its first pull (P1, P3)", async () => {
  const broken = new Error("In [Symbol.asyncIterator]()");
  const throwing: AsyncIterable<number> = {
    [Symbol.asyncIterator]() {
      throw broken;
    },
  };
  const flow = pipeline(throwing);
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), end);
  for (const iterator of [undefined, {}]) {
    const wrong = { [Symbol.asyncIterator]: () => iterator } as unknown as Source<number>;
    const flow = pipeline(wrong);
    assert.instance(await failure(flow.next()), TypeError);
    await flow.cancel();
  }
});

test("a flow waits as long as its source does", async () => {
  const { promise, open } = gate();
  const flow = pipeline(new AsyncNumbers({ next: (n) => promise.then(() => got(n)) }));
  const asked = flow.next();
  assert.ok(await pending(asked));
  open();
  assert.equal(await asked, got(0));
});

test("a source may ask its own flow for more: whoever asked first is answered first (P1)", async () => {
  const asked: Promise<unknown>[] = [];
  const numbers = async function* () {
    asked.push(flow.next());
    yield 1;
    yield 2;
  };
  const flow: Flow<number> = pipeline(numbers());
  assert.equal(await flow.next(), got(1));
  assert.equal(await Promise.all(asked), [got(2)]);
});

test("a source that opens nothing, or what cannot be asked, fails the flow by a TypeError that says so (P4, C25)", async () => {
  for (const [given, text] of [[undefined, "undefined"], [null, "null"], [{}, "an object"]] as const) {
    const error = await failure<Error>(pipeline({ [Symbol.asyncIterator]: () => given } as never).toArray());
    assert.instance(error, TypeError);
    assert.is(error.message, `source[Symbol.asyncIterator]() must return an iterator, not ${text}`);
  }
});

test.run();
