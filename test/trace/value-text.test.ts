import * as assert from "uvu/assert";
import { textOf } from "../../src/trace/value-text.ts";
import { suite } from "../support/test.ts";

const test = suite("value-text");

test("textOf() shows primitives as they are written, and of objects only what they are", () => {
  const values = [1, "a", true, null, undefined, 2n, Symbol("s"), [1], { a: 1 }, () => 1];
  assert.equal(values.map(textOf), [
    "1",
    '"a"',
    "true",
    "null",
    "undefined",
    "2n",
    "Symbol(s)",
    "an array",
    "an object",
    "a function",
  ]);
});

test("textOf() cuts what is longer than forty characters", () => {
  assert.is(textOf("x".repeat(38)).length, 40);
  assert.is(textOf("x".repeat(39)), `"${"x".repeat(38)}…`);
});

test("textOf() calls nothing of an object", () => {
  const prickly = new Proxy({}, { get: () => assert.unreachable("it was looked at") });
  assert.is(textOf(prickly), "an object");
});

test.run();
