import * as assert from "uvu/assert";
import { isIterator } from "../../../src/flow/sources/iterator.ts";
import { suite } from "../../support/test.ts";

const test = suite("iterator");

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
