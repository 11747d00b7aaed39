// What a failed assertion shows.
import * as assert from "uvu/assert";
import { difference, withDifference } from "../../support/difference.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("difference");

/** What is shown below the head. */
const lines = (actual: unknown, expected: unknown) => difference(actual, expected).split("\n").slice(3);

test("a failed assertion shows what was expected with - and what came with +", () => {
  const error: Error & { details?: unknown } = thrownBy(() => assert.equal(["a", "c"], ["a", "b"]));
  withDifference(error);
  assert.is(error.details, '- expected\n+ actual\n\n  [\n    "a",\n-   "b"\n+   "c"\n  ]');
});

test("values on one line are shown one below the other", () => {
  assert.equal(lines(1, 2), ["- 2", "+ 1"]);
  assert.equal(lines("one", undefined), ["- undefined", '+ "one"']);
});

test("texts of several lines are compared line by line", () => {
  assert.equal(lines("a\nb\n", "a\nc\n"), ["  a", "- c", "+ b", "  "]);
});

test("keys in another order are no difference", () => {
  assert.equal(lines({ b: 1, a: 2 }, { a: 2, b: 3 }), ["  {", '    "a": 2,', '-   "b": 3', '+   "b": 1', "  }"]);
});

test("values that look the same are told apart by their kind", () => {
  assert.equal(lines(new Set([1]), new Map()), ["- [object Map] (Map)", "+ [object Set] (Set)"]);
});

test("an error that is not an assertion stays as it is", () => {
  const error = new Error("other");
  assert.is(withDifference(error), error);
  assert.equal(Object.keys(error), []);
});

test.run();
