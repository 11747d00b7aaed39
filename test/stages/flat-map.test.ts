import * as assert from "uvu/assert";
import { Readable } from "node:stream";
import { after, channel, flatMap, type ItemContext, map, pipeline, produce, type Source } from "sluice";
import { every, upTo } from "../support/crowds.ts";
import { Driven } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { suite, ticks } from "../support/test.ts";

const test = suite("flatMap");

/** Sources of n, n + 0.25 and n + 0.5, each of another kind. */
const kinds: Record<string, (n: number) => Source<number> | PromiseLike<Source<number>>> = {
  "an array": three,
  "a set": (n) => new Set(three(n)),
  "a map's values": (n) => new Map(three(n).map((value) => [value, value])).values(),
  "a typed array": (n) => new Float64Array(three(n)),
  "a generator": function* (n) {
    yield* three(n);
  },
  "an async generator": async function* (n) {
    for (const value of three(n)) {
      await ticks(n % 4);
      yield value;
    }
  },
  "an async iterable that is no iterator": (n) => ({ [Symbol.asyncIterator]: () => Driven.of(...three(n)) }),
  "a flow": (n) => pipeline([n - 1], flatMap(three), map((value) => value + 1)),
  "a produced flow": (n) =>
    produce<number>(async (out) => {
      for (const value of three(n)) await out.send(value);
    }),
  "a channel": (n) => {
    const values = channel<number>(3);
    for (const value of three(n)) values.trySend(value);
    values.close();
    return values;
  },
  "a web stream": (n) =>
    new ReadableStream<number>({
      start(controller) {
        for (const value of three(n)) controller.enqueue(value);
        controller.close();
      },
    }),
  "a stream of Node": (n) => Readable.from(three(n)) as AsyncIterable<number>,
  "a promise of an array": (n) => ticks(n % 5).then(() => three(n)),
  "a promise of an async generator": async function (n) {
    await ticks(n % 3);
    return Driven.of(...three(n));
  },
  "a thenable": (n) => ({ then: (resolve: (source: number[]) => unknown) => resolve(three(n)) }) as never,
};

function three(n: number): number[] {
  return [n, n + 0.25, n + 0.5];
}

for (const [name, kind] of Object.entries(kinds)) {
  test(`flatMap() takes ${name}, whatever the concurrency and the order (P2)`, async () => {
    for (const { options, ordered } of every) {
      const all = await pipeline(upTo(9), flatMap(kind, options())).toArray();
      assert.equal(ordered ? all : all.sort((a, b) => a - b), upTo(9).flatMap(three));
    }
  });
}

test("flatMap() takes different kinds side by side, and empty ones (P2)", async () => {
  const all = Object.values(kinds);
  const mixed = (n: number) => n % 2 === 1 ? [] : all[(n / 2) % all.length]?.(n) ?? [];
  for (const { options, ordered } of every) {
    const given = await pipeline(upTo(60), flatMap(mixed, options())).toArray();
    const expected = upTo(60).filter((n) => n % 2 === 0).flatMap(three);
    assert.equal(ordered ? given : given.sort((a, b) => a - b), expected);
  }
});

test("what is no source is a TypeError, as a failure of the item (P2, P3, P6)", async () => {
  const given: [unknown, string][] = [
    ["text", '"text"'],
    [undefined, "undefined"],
    [null, "null"],
    [5, "5"],
    [{}, "an object"],
    [() => [], "a function"],
  ];
  for (const [value, shown] of given) {
    for (const { options, ordered } of every) {
      const bad = (n: number) => (n === 1 ? value : n === 3 ? Promise.resolve(value) : [n]) as number[];
      const error = await failure<Error>(pipeline(upTo(5), flatMap(bad, options())).run());
      assert.is(
        `${error.name}: ${error.message}`,
        `TypeError: what fn returns must be an iterable other than a string, an async iterable or a ReadableStream, not ${shown}`,
      );
      const letters: unknown[] = [];
      const onError = (error: unknown, n: unknown) => letters.push([(error as Error).name, n]);
      const all = await pipeline(upTo(5), flatMap(bad, { ...options(), onError })).toArray();
      assert.equal(ordered ? all : all.sort(), [0, 2, 4]);
      assert.equal(letters.sort(), [["TypeError", 1], ["TypeError", 3]]);
    }
  }
});

test("a flow that belongs to another pipeline is a TypeError (P3)", async () => {
  const inner = pipeline([1, 2]);
  inner.pipe();
  const error = await failure<Error>(pipeline([0], flatMap(() => inner)).run());
  assert.equal([error.name, error.message], ["TypeError", "Cannot read the flow: it belongs to another pipeline"]);
});

test("fn is called as (value, { index, signal }), as no method, once for each item (P2)", async () => {
  for (const { options } of every) {
    const calls: [string, number, boolean, number][] = [];
    const fn = function (this: unknown, ...all: [string, ItemContext]) {
      const [value, { index, signal }] = all;
      calls.push([value, index, signal.aborted, all.length]);
      return [value];
    };
    await pipeline(["a", "b"], flatMap(fn, options())).run();
    assert.equal(calls, [["a", 0, false, 2], ["b", 1, false, 2]]);
  }
});

test("any value travels untouched, promises and flows included (C5)", async () => {
  const values = [undefined, null, NaN, Promise.resolve(1), { then: 1 }, "text", [1], pipeline([1]), { done: true }];
  for (const { options } of every) {
    const same = await pipeline([0], flatMap(() => values, options())).toArray();
    assert.ok(same.length === values.length && same.every((value, index) => Object.is(value, values[index])));
  }
});

test("flatMap() nests", async () => {
  const flow = pipeline([2, 3], flatMap((n) => upTo(n)), flatMap((n) => pipeline(upTo(n), flatMap((m) => [n, m]))));
  assert.equal(await flow.toArray(), [1, 0, 1, 0, 2, 0, 2, 1]);
});

test("a channel is shared: leaving the pipeline leaves it open, and takes nothing (P4)", async () => {
  for (const { options } of every) {
    const shared = channel<number>(9);
    for (const n of upTo(9)) shared.trySend(n);
    const flow = pipeline([0], flatMap(() => shared, options()));
    for await (const value of flow) if (value === 3) break;
    assert.equal([shared.closed, shared.size], [false, 5]);
  }
});

test("a receiver that is no channel, such as a timer, can be a source, too", async () => {
  assert.equal(await pipeline([1], flatMap(() => after(0, "late"))).toArray(), ["late"]);
});

test("fn must be a function (C25)", () => {
  const { message } = thrownBy<TypeError>(() => flatMap([[1]] as never));
  assert.is(message, "fn must be a function, not an array");
});

test.run();
