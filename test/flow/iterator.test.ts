import * as assert from "uvu/assert";
import { checkedResult, isIterator } from "../../src/flow/iterator.ts";
import { thrownBy } from "../support/failure.ts";
import { suite } from "../support/test.ts";

const test = suite("iterator");

test("checkedResult() gives any object back, as `for await` takes it", () => {
  const results = [{ done: false, value: 1 }, {}, [], () => {}, Object.create(null)];
  for (const result of results) assert.is(checkedResult(result), result);
});

test("checkedResult() throws a TypeError for what is no object, and says what it was", () => {
  const shown = [[undefined, "undefined"], [null, "null"], [5, "5"], ["end", '"end"'], [true, "true"]] as const;
  for (const [result, text] of shown) {
    const error = thrownBy<Error>(() => checkedResult(result));
    assert.instance(error, TypeError);
    assert.is(error.message, `source.next() must give an object, not ${text}`);
  }
});

test("a generator holds its place in a sequence itself; an array, a set and a map do not", () => {
  const generators = [
    (function* () {})(),
    (async function* () {})(),
    [1].values(),
    new Map().entries(),
    { next: () => ({ done: true }) },
  ];
  for (const source of generators) assert.ok(isIterator(source));
  for (const source of [[1], new Set([1]), new Map(), { next: 1 }, {}]) assert.not(isIterator(source));
});

test.run();
