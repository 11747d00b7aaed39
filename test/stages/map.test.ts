import * as assert from "uvu/assert";
import { channel, compose, type Flow, type ItemContext, map, pipeline } from "sluice";
import { every, upTo } from "../support/crowds.ts";
import { Counted } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { collect } from "../support/reading.ts";
import { suite, ticks } from "../support/test.ts";

const test = suite("map");

/** What a function may return for `n`; all stand for `n`. */
const ways: Record<string, (n: number) => number | PromiseLike<number>> = {
  "a value": (n) => n,
  "a promise": (n) => Promise.resolve(n),
  "a promise that takes its time": (n) => ticks(n % 7).then(() => n),
  "a thenable": (n) => ({ then: (resolve) => (resolve as (n: number) => unknown)(n) as never }),
  "now this, now that": (n) => n % 3 === 0 ? n : n % 3 === 1 ? Promise.resolve(n) : ticks(n % 5).then(() => n),
};

for (const [name, way] of Object.entries(ways)) {
  test(`map() gives what its function returns, by ${name} (P2)`, async () => {
    for (const { options, ordered } of every) {
      const all = await pipeline(upTo(40), map(way, options())).toArray();
      assert.equal(ordered ? all : all.sort((a, b) => a - b), upTo(40));
    }
  });
}

test("the function is called as (value, { index, signal }), as no method, once for each item (P2)", async () => {
  for (const { options } of every) {
    const calls: unknown[][] = [];
    const fn = function (this: unknown, ...all: [string, ItemContext]) {
      const [value, { index, signal }] = all;
      calls.push([value, index, signal.aborted, all.length]);
    };
    await pipeline(["a", "b", "c"], map(fn, options())).run();
    assert.equal(calls, [["a", 0, false, 2], ["b", 1, false, 2], ["c", 2, false, 2]]);
  }
});

test("any result travels untouched but a promise, which is awaited once (C5)", async () => {
  const results = [undefined, null, NaN, -0, 0, "", false, Symbol("s"), () => 1, { done: true }, [Promise.resolve(1)]];
  for (const { options, ordered } of every.filter(({ ordered }) => ordered)) {
    for (const give of [(value: unknown) => value, (value: unknown) => Promise.resolve(value)]) {
      const same = await pipeline(upTo(results.length), map((n) => give(results[n]), options())).toArray();
      assert.ok(same.every((value, index) => Object.is(value, results[index])), `${ordered}`);
    }
  }
});

test("a value that is a promise reaches the function as it is (C5)", async () => {
  const promise = Promise.resolve(1);
  const given: unknown[] = [];
  await pipeline([promise], map((value) => void given.push(value))).run();
  assert.ok(given.length === 1 && given[0] === promise);
});

test("a failing thenable is a failure of its item: one that rejects, that throws, or that cannot be read (P3)", async () => {
  const broken = new Error("broken");
  const thenables: Record<string, unknown> = {
    "rejects": { then: (_: unknown, reject: (error: unknown) => void) => reject(broken) },
    "throws": {
      then() {
        throw broken;
      },
    },
    "cannot be read": {
      get then() {
        throw broken;
      },
    },
  };
  for (const [name, thenable] of Object.entries(thenables)) {
    for (const { options } of every) {
      const source = new Counted(upTo(9));
      const flow = pipeline(source, map((n) => n === 0 ? thenable : ticks(2), options()));
      assert.is(await failure(flow.run()), broken, name);
      const skipped = map((n: number) => n === 0 ? thenable : n, { ...options(), onError: () => {} });
      assert.equal((await pipeline(upTo(3), skipped).toArray()).sort(), [1, 2], name);
    }
  }
});

test("a stage is a function, too: called with an iterable it is a flow over that", async () => {
  const double = map((n: number) => n * 2, { concurrency: 2 });
  const source = channel<number>(3);
  for (const n of upTo(3)) source.trySend(n);
  source.close();
  const flow = double(source) as Flow<number>;
  assert.equal(await collect(flow), [0, 2, 4]);
});

test("stages after one another work like one (P5)", async () => {
  const increment = map((n: number) => n + 1);
  const slow = map((n: number) => ticks(n % 3).then(() => n + 1), { concurrency: 4 });
  const stages = [increment, slow, increment, increment, slow, slow, increment];
  const flow = pipeline(upTo(50), stages.reduce((all, stage) => compose(all, stage)));
  assert.equal(await flow.toArray(), upTo(50).map((n) => n + stages.length));
});

test("a long pipeline of synchronous stages needs no more stack than a short one", async () => {
  const stages = upTo(200).map(() => map((n: number) => n + 1));
  const flow = pipeline(upTo(1000), stages.reduce((all, stage) => compose(all, stage)));
  assert.is(await flow.reduce((sum, n) => sum + n, 0), upTo(1000).reduce((sum, n) => sum + n + 200, 0));
});

test.run();
