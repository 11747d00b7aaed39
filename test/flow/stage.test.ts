// Stages of other libraries, and ours in their hands.
import {
  buffer,
  channel,
  compose,
  filter,
  type Flow,
  map,
  pipeline,
  sliding,
  type Source,
  type Stage,
  take,
} from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, Numbers, streamed } from "../support/numbers.ts";
import { got } from "../support/reading.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("stage");

const end = { done: true, value: undefined };
async function* tenfold(input: AsyncIterable<number>): AsyncGenerator<number, void, undefined> {
  for await (const value of input) yield value * 10;
}

/** A stage that ends after one value, without a word to its input. */
async function* first(input: AsyncIterable<number>): AsyncGenerator<number, void, undefined> {
  yield (await input[Symbol.asyncIterator]().next()).value as number;
}

/** A stage that gives whatever it likes. */
function giving<B>(give: (input: AsyncIterable<number>) => Source<B>): Stage<number, B> {
  return give as Stage<number, B>;
}

/** A stage as an iterator object, as hand-written operators are. */
function byHand(input: AsyncIterable<number>): AsyncIterableIterator<number> {
  const iterator = input[Symbol.asyncIterator]();
  return {
    next: () => iterator.next() as Promise<IteratorResult<number>>,
    return: () => iterator.return?.() as Promise<IteratorResult<number>>,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

test("an async generator function is a stage, among ours, at either end and in the middle", async () => {
  const plus = map((n: number) => n + 1);
  assert.equal(await pipeline([1, 2], tenfold).toArray(), [10, 20]);
  assert.equal(await pipeline([1, 2], tenfold, tenfold, plus).toArray(), [101, 201]);
  assert.equal(await pipeline(new AsyncNumbers({ count: 2 }), plus, tenfold, plus, tenfold).toArray(), [110, 210]);
});

test("a stage may return whatever is a source: an iterator, an array, a stream, a channel, a flow", async () => {
  const ch = channel<number>(1);
  ch.trySend(7);
  ch.close();
  const stages: [Stage<number, number>, number[]][] = [
    [byHand, [1, 2, 3]],
    [giving(() => [4, 5]), [4, 5]],
    [giving(streamed), [1, 2, 3]],
    [giving(() => ch), [7]],
    [(input) => pipeline(input, map((n) => n + 1)), [2, 3, 4]],
    [(input) => map((n: number) => n * 2)(input), [2, 4, 6]],
    [(input) => input, [1, 2, 3]],
  ];
  for (const [stage, values] of stages) {
    assert.equal(await pipeline([1, 2, 3], stage, map((n) => n)).toArray(), values);
  }
});

test("a stage is called at the first pull, once, with the values of the stage before (P1)", async () => {
  const inputs: AsyncIterable<number>[] = [];
  const flow = pipeline(
    [1, 2],
    filter((n) => n > 1),
    (input) => {
      inputs.push(input);
      return tenfold(input);
    },
  );
  await turn();
  assert.is(inputs.length, 0);
  assert.equal([await flow.next(), await flow.next()], [got(20), end]);
  assert.is(inputs.length, 1);
});

test("a stage that is never reached is never called (P1, P4)", async () => {
  const stage = () => assert.unreachable("It was called") as unknown as AsyncIterable<number>;
  const numbers = new Numbers();
  const iterator = Object.assign(numbers[Symbol.iterator](), { [Symbol.iterator]: () => iterator });
  await pipeline(iterator, stage).cancel();
  assert.is(numbers.released, 1);
});

test("nothing is asked of a stage, nor by it of the source, before it is wanted (P1, P5)", async () => {
  const [numbers, output] = [new AsyncNumbers(), { asked: 0 }];
  const counting = (input: AsyncIterable<number>) => {
    const stage = byHand(input);
    return { ...stage, next: () => (output.asked++, stage.next()) };
  };
  const flow = pipeline(numbers, map((n) => n), counting, map((n) => n), tenfold);
  for (let asked = 1; asked <= 3; asked++) {
    assert.is((await flow.next()).value, (asked - 1) * 10);
    await turn();
    assert.equal([numbers.pulled, output.asked], [asked, asked]);
  }
  await flow.cancel();
});

test("a stage gets an input that is an ordinary iterator, which ends for good", async () => {
  const log: unknown[] = [];
  const reading = async function* (input: AsyncIterable<number>) {
    const iterator = input[Symbol.asyncIterator]();
    log.push(await Promise.all([iterator.next(), iterator.next()]), await iterator.next(), await iterator.next());
    yield 1;
  };
  assert.equal(await pipeline([5], reading).toArray(), [1]);
  assert.equal(log, [[got(5), end], end, end]);
});

test("a stage may read ahead: concurrent next() calls of it are answered in order (C19, P1)", async () => {
  const numbers = new AsyncNumbers();
  const ahead = async function* (input: AsyncIterable<number>) {
    const iterator = input[Symbol.asyncIterator]();
    const asked = [iterator.next(), iterator.next(), iterator.next()];
    for (;;) {
      const { done, value } = await (asked.shift() as Promise<IteratorResult<number>>);
      if (done) return;
      asked.push(iterator.next());
      yield value;
    }
  };
  const flow = pipeline(numbers, ahead, take(3));
  assert.equal(await flow.next(), got(0));
  await turn();
  assert.is(numbers.pulled, 4);
  assert.equal(await flow.toArray(), [1, 2]);
  assert.is(numbers.released, 1);
});

test("a stage that ends early has the source released, though it did not (P4)", async () => {
  const closing = gate();
  const numbers = new AsyncNumbers({ return: () => closing.promise });
  const flow = pipeline(numbers, first, map((n) => n + 1));
  assert.equal(await flow.next(), got(1));
  const ended = flow.next();
  assert.ok(await pending(ended));
  assert.is(numbers.released, 1);
  closing.open();
  assert.equal(await ended, end);
});

test("what releasing the source throws after a stage has ended early fails the flow (P3)", async () => {
  const numbers = new AsyncNumbers({ return: () => Promise.reject("In return()") });
  const flow = pipeline(numbers, first);
  assert.equal(await flow.next(), got(0));
  assert.is(await failure(flow.next()), "In return()");
  assert.equal(await flow.next(), end);
});

test("a stage that ignores its input leaves an iterable closed, and releases an iterator (P1, P4)", async () => {
  const numbers = new Numbers();
  const iterator = Object.assign(numbers[Symbol.iterator](), { [Symbol.iterator]: () => iterator });
  const ignoring = giving(() => [1, 2]);
  assert.equal(await pipeline(iterator, ignoring).toArray(), [1, 2]);
  assert.is(numbers.released, 1);
  const unopened = new Numbers();
  assert.equal(await pipeline(unopened, ignoring).toArray(), [1, 2]);
  assert.equal([unopened.opened, unopened.released], [0, 0]);
});

test("a stage may catch the errors of its input, and go on with something else (P3)", async () => {
  const numbers = new AsyncNumbers({ next: (n) => n === 1 ? Promise.reject("broken") : undefined });
  const rescuing = async function* (input: AsyncIterable<number>) {
    try {
      yield* input;
    } catch (error) {
      assert.is(error, "broken");
      yield -1;
    }
  };
  assert.equal(await pipeline(numbers, map((n) => n), rescuing, map((n) => n)).toArray(), [0, -1]);
  assert.is(numbers.released, 0);
});

test("the error of its input is told to a stage once everything above has stopped (P3)", async () => {
  const closing = gate();
  const numbers = new AsyncNumbers({ return: () => closing.promise });
  const failing = map(() => {
    throw "broken";
  });
  const all = pipeline(numbers, failing, tenfold).toArray();
  assert.ok(await pending(all));
  closing.open();
  assert.is(await failure(all), "broken");
  assert.is(numbers.released, 1);
});

test("what a stage throws, in its call or in its loop, fails the flow and releases the source (P3)", async () => {
  const called = (): never => {
    throw "broken";
  };
  const looping = async function* (input: AsyncIterable<number>) {
    for await (const value of input) yield value === 0 ? value : called();
  };
  const silent = async function* (input: AsyncIterable<number>) {
    await input[Symbol.asyncIterator]().next();
    yield called();
  };
  for (const stage of [called, looping, silent] as unknown as Stage<number, number>[]) {
    const numbers = new Numbers();
    assert.is(await failure(pipeline(numbers, map((n) => n), stage, map((n) => n)).toArray()), "broken");
    assert.is(numbers.released, numbers.opened);
  }
});

test("a stage that returns no source fails the flow with a TypeError, and its source is released (C25, P3)", async () => {
  for (const [output, text] of [[undefined, "undefined"], ["text", '"text"'], [Promise.resolve([]), "an object"]]) {
    const numbers = new Numbers();
    const iterator = Object.assign(numbers[Symbol.iterator](), { [Symbol.iterator]: () => iterator });
    const flow = pipeline(iterator, giving(() => output as never));
    const error = await failure<Error>(flow.next());
    assert.instance(error, TypeError);
    const wanted =
      "what a stage returns must be an iterable other than a string, an async iterable or a ReadableStream, not ";
    assert.is(error.message, wanted + text);
    assert.equal([numbers.released, await flow.next()], [1, end]);
  }
});

test("one of our stages is a stage for others: called with any async iterable, it gives one (P1)", async () => {
  const numbers = new AsyncNumbers({ count: 3 });
  const output = map((n: number) => n + 1)(numbers);
  await turn();
  assert.is(numbers.opened, 0);
  const all: number[] = [];
  for await (const value of output) all.push(value);
  assert.equal(all, [1, 2, 3]);
});

test("a stage that cannot join releases the source that the pipeline, or the stage itself, was given (P4)", async () => {
  const kept = buffer<number>(sliding(4));
  await pipeline([1], kept).toArray();
  const joins: ((source: AsyncNumbers) => unknown)[] = [
    (source) => pipeline(pipeline(source, map((n) => n)), kept),
    (source) => pipeline(source, map((n) => n)).pipe(map((n) => n), kept),
    (source) => pipeline(source, compose(map((n: number) => n), kept)),
  ];
  for (const join of joins) {
    const source = new AsyncNumbers();
    assert.throws(() => join(source), /buffer/);
    await turn();
    assert.equal([source.pulled, source.released], [0, 0]);
  }
  for (const join of [(flow: Flow<number>) => flow.pipe(kept), kept]) {
    const opened = new AsyncNumbers();
    const flow = pipeline(opened);
    await flow.next();
    assert.throws(() => join(flow), /buffer/);
    await turn();
    assert.is(opened.released, 1);
  }
});

test.run();
