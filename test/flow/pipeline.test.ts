import { batch, compose, drop, filter, map, pipeline, scan, type Stage, take, takeWhile, tap } from "sluice";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { AsyncNumbers, Numbers } from "../support/numbers.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("pipeline");

// deno-lint-ignore no-explicit-any
type Any = any;

async function* twice<T>(input: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  for await (const value of input) {
    yield value;
    yield value;
  }
}

test("pipeline() of a source alone is a flow of its values", async () => {
  assert.equal(await pipeline([1, 2]).toArray(), [1, 2]);
  assert.equal(await pipeline([1, 2], {}).toArray(), [1, 2]);
  assert.equal(await pipeline([1, 2], { signal: undefined }).toArray(), [1, 2]);
});

test("values pass the stages in the order written, ours and foreign ones alike", async () => {
  const flow = pipeline(
    new AsyncNumbers({ count: 6 }),
    map((n) => n + 1),
    filter((n) => n % 2 === 0),
    twice,
    scan((total, n) => total + n, 0),
    batch(2),
    map((pair) => pair.join()),
  );
  assert.equal(await flow.toArray(), ["2,4", "8,12", "18,24"]);
});

test("fourteen stages and options are a pipeline, and compose() makes them one stage of a longer one", async () => {
  const add = map((n: number) => n + 1);
  const options = { signal: new AbortController().signal };
  const flow = pipeline([0], add, add, add, add, add, add, add, add, add, add, add, add, add, add, options);
  assert.equal(await flow.toArray(), [14]);
  const many = Array.from({ length: 100 }, () => add as Stage<number, number>).reduce((all, one) => compose(all, one));
  assert.equal(await pipeline([0], many, many, options).toArray(), [200]);
});

test("a stage may be used in any number of pipelines, also twice in one (P1)", async () => {
  const firsts = take<number>(2);
  const numbered = map((n: number, { index }: { index: number }) => [index, n]);
  assert.equal(await pipeline([5, 6, 7], firsts, firsts, numbered).toArray(), [[0, 5], [1, 6]]);
  assert.equal(await pipeline([8, 9, 7], firsts, numbered).toArray(), [[0, 8], [1, 9]]);
});

test("nothing happens before the first pull: no source is opened, no function called (P1)", async () => {
  const numbers = new Numbers();
  let calls = 0;
  const flow = pipeline(
    numbers,
    map((n) => (calls++, n)),
    (input) => (calls++, twice(input)),
    tap(() => void calls++),
    { signal: new AbortController().signal },
  );
  await turn();
  await turn();
  assert.equal([numbers.opened, calls], [0, 0]);
  await flow.cancel();
  assert.equal([numbers.opened, calls], [0, 0]);
});

test("one pull pulls one value through all stages that need no more (P1)", async () => {
  const numbers = new Numbers();
  const flow = pipeline(numbers, map((n) => n), drop(2), map((n) => Promise.resolve(n)), takeWhile(() => true), twice);
  assert.is((await flow.next()).value, 2);
  await turn();
  assert.is(numbers.pulled, 3);
  await flow.cancel();
  assert.is(numbers.released, 1);
});

test("the error of any stage reaches the consumer, and releases the source once (P3)", async () => {
  const broken = new Error("broken");
  const fail = () => {
    throw broken;
  };
  const failing = async function* (input: AsyncIterable<number>) {
    for await (const value of input) yield value === 1 ? fail() : value;
  };
  const stages: Stage<number, unknown>[] = [map(fail), filter(fail), tap(fail), scan(fail, 0), failing, () => fail()];
  for (const stage of stages) {
    for (const position of [0, 1, 2]) {
      const numbers = new AsyncNumbers();
      const chain = [map((n: number) => n), twice, stage];
      const [first, second, third] = [0, 1, 2].map((place) => chain[(place + position) % 3]) as Any[];
      assert.is(await failure(pipeline(numbers, first, second, third).toArray()), broken);
      assert.is(numbers.released, numbers.opened);
    }
  }
});

test("a stage that is no function is a TypeError that names it, before the source is touched (C25)", async () => {
  const flow = pipeline([1]);
  const call = (...rest: unknown[]) => (pipeline as Any)(flow, ...rest);
  const wrong: [unknown[], string][] = [
    [[5, map((n) => n)], "stages[0] must be a function, not 5"],
    [[map((n) => n), undefined, map((n) => n)], "stages[1] must be a function, not undefined"],
    [[{}, map((n) => n)], "stages[0] must be a function, not an object"],
    [[map((n) => n), "text", {}], 'stages[1] must be a function, not "text"'],
  ];
  for (const [rest, message] of wrong) {
    const error = thrownBy<Error>(() => call(...rest));
    assert.instance(error, TypeError);
    assert.is(error.message, message);
  }
  assert.equal(await flow.toArray(), [1]);
});

test("options that are none, and a signal that is none, are TypeErrors (C25)", async () => {
  const flow = pipeline([1]);
  const call = (last: unknown) => () => (pipeline as Any)(flow, map((n) => n), last);
  for (const [last, text] of [[null, "null"], [5, "5"], ["text", '"text"']]) {
    const error = thrownBy<Error>(call(last));
    assert.instance(error, TypeError);
    assert.is(error.message, `options must be an object, not ${text}`);
  }
  for (
    const [signal, text] of [[null, "null"], [true, "true"], [{}, "an object"], [new AbortController(), "an object"]]
  ) {
    const error = thrownBy<Error>(call({ signal }));
    assert.instance(error, TypeError);
    assert.is(error.message, `options.signal must be an AbortSignal, not ${text}`);
  }
  assert.equal(await flow.toArray(), [1]);
});

test("an undefined last argument is options left out", async () => {
  assert.equal(await (pipeline as Any)([1], map((n: number) => n), undefined).toArray(), [1]);
});

test("compose() makes one stage of several, of one, and of none", async () => {
  const none = compose<number>();
  const one = compose(map((n: number) => n + 1));
  const some = compose(one, none, twice<number>, compose(filter((n: number) => n > 1), map((n) => n * 10)));
  assert.equal(await pipeline([1, 2], none, some).toArray(), [20, 20, 30, 30]);
});

test("a composed stage is lazy, may be used again, and stands alone as every stage does (P1)", async () => {
  const stage = compose(map((n: number) => n + 1), take(2));
  const numbers = new Numbers();
  const flow = stage(numbers as unknown as AsyncIterable<number>);
  await turn();
  assert.is(numbers.opened, 0);
  const all: number[] = [];
  for await (const value of flow) all.push(value);
  assert.equal(all, [1, 2]);
  assert.equal([numbers.pulled, numbers.released], [2, 1]);
  assert.equal(await pipeline([7, 8, 9], stage).toArray(), [8, 9]);
});

test("compose() throws a TypeError for what is no function, and names it (C25)", () => {
  for (const [stage, text] of [[5, "5"], [undefined, "undefined"], [{}, "an object"]]) {
    const error = thrownBy<Error>(() => (compose as Any)(map((n) => n), stage));
    assert.instance(error, TypeError);
    assert.is(error.message, `stages[1] must be a function, not ${text}`);
  }
});

test.run();
