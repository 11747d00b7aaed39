import * as assert from "uvu/assert";
import { isThenable } from "../../src/flow/thenable.ts";
import { suite } from "../support/test.ts";

const test = suite("thenable");

test("what `await` would wait for is a thenable", () => {
  const callable = Object.assign(() => {}, { then: () => {} });
  const given: unknown[] = [Promise.resolve(), { then: () => {} }, callable];
  for (const thenable of given) assert.ok(isThenable(thenable));
});

test("anything else is none", () => {
  for (const given of [undefined, null, 0, "then", {}, [], () => {}, { then: true }]) assert.not(isThenable(given));
});

test("a primitive is none, whatever its prototype has", () => {
  const prototype = Number.prototype as { then?: unknown };
  prototype.then = () => {};
  try {
    assert.not(isThenable(1));
  } finally {
    delete prototype.then;
  }
});

test.run();
