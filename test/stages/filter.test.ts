import * as assert from "uvu/assert";
import { filter, type ItemContext, pipeline } from "sluice";
import { every, upTo } from "../support/crowds.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { suite, ticks } from "../support/test.ts";

const test = suite("filter");

test("filter() gives the items that pass, in order or as they are tested (P2)", async () => {
  const tests: ((n: number) => boolean | Promise<boolean>)[] = [
    (n) => n % 3 === 0,
    (n) => Promise.resolve(n % 3 === 0),
    (n) => ticks(n % 7).then(() => n % 3 === 0),
    (n) => n % 2 === 0 ? n % 3 === 0 : ticks(n % 5).then(() => n % 3 === 0),
  ];
  for (const passes of tests) {
    for (const { options, ordered } of every) {
      const all = await pipeline(upTo(40), filter(passes, options())).toArray();
      assert.equal(ordered ? all : all.sort((a, b) => a - b), upTo(40).filter((n) => n % 3 === 0));
    }
  }
});

test("what counts is whether the result is truthy, as with arrays", async () => {
  const results = [true, 1, -1, "0", {}, [], Symbol("s"), 1n, Infinity, false, 0, -0, "", null, undefined, NaN, 0n];
  for (const { options } of every.filter(({ ordered }) => ordered)) {
    for (const give of [(value: unknown) => value, (value: unknown) => Promise.resolve(value)]) {
      const passed = await pipeline(upTo(results.length), filter((n) => give(results[n]) as boolean, options()))
        .toArray();
      assert.equal(passed, upTo(9));
    }
  }
});

test("the items themselves travel untouched, whatever they are (C5)", async () => {
  const values = [undefined, null, NaN, 0, "", false, Promise.resolve(1), { then: 1 }];
  for (const { options } of every) {
    const same = await pipeline(values, filter(() => true, options())).toArray();
    assert.ok(same.length === values.length && same.every((value, index) => Object.is(value, values[index])));
  }
});

test("a type predicate narrows the type", async () => {
  const mixed: (number | string)[] = [1, "a", 2, "b"];
  const texts = pipeline(mixed, filter((value): value is string => typeof value === "string"));
  const shouted: string[] = (await texts.toArray()).map((text) => text.toUpperCase());
  assert.equal(shouted, ["A", "B"]);
  assert.equal(await pipeline([1, 0, 2], filter(Boolean)).toArray(), [1, 2]);
});

test("the test is called as (value, { index, signal }): index counts all items, not those that passed (P2)", async () => {
  const calls: [number, number, boolean][] = [];
  const passes = (value: number, { index, signal }: ItemContext) => {
    calls.push([value, index, signal.aborted]);
    return false;
  };
  assert.equal(await pipeline([5, 6, 7], filter(passes)).toArray(), []);
  assert.equal(calls, [[5, 0, false], [6, 1, false], [7, 2, false]]);
});

test("a test that fails fails the flow, or skips the item (P3, P6)", async () => {
  const broken = new Error("broken");
  const fails = (n: number) => n === 2 ? Promise.reject(broken) : n > 0;
  for (const { options, ordered } of every) {
    assert.is(await failure(pipeline(upTo(5), filter(fails, options())).run()), broken);
    const skipping = filter(fails, { ...options(), onError: () => true });
    const all = await pipeline(upTo(5), skipping).toArray();
    assert.equal(ordered ? all : all.sort(), [1, 3, 4]);
  }
});

test("a million items that do not pass need no stack", async () => {
  assert.is(await pipeline(upTo(1_000_000), filter((n) => n === 999_999)).run(), 1);
});

test("test must be a function (C25)", () => {
  assert.is(thrownBy<TypeError>(() => filter(/x/ as never)).message, "test must be a function, not an object");
});

test.run();
