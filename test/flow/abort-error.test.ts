import * as assert from "uvu/assert";
import { abortError, domError } from "../../src/flow/abort-error.ts";
import { suite } from "../support/test.ts";

const test = suite("abort-error");

/** Runs `body` as in an engine without `DOMException`. */
function withoutDom<R>(body: () => R): R {
  const { DOMException } = globalThis;
  Object.assign(globalThis, { DOMException: undefined });
  try {
    return body();
  } finally {
    Object.assign(globalThis, { DOMException });
  }
}

test("abortError() is what the platform makes for an abort without a reason", () => {
  const error = abortError();
  assert.instance(error, DOMException);
  assert.is(error.name, AbortSignal.abort().reason.name);
  assert.is(error.message, "This operation was aborted");
});

test("each abortError() is a new one", () => {
  assert.is.not(abortError(), abortError());
});

test("domError() has the name and message it is given", () => {
  const error = domError("Too late", "TimeoutError");
  assert.instance(error, DOMException);
  assert.equal([error.name, error.message], ["TimeoutError", "Too late"]);
});

test("an engine without DOMException gets an Error of that name", () => {
  const errors = withoutDom(() => [abortError(), domError("Too late", "TimeoutError")]);
  assert.ok(errors.every((error) => Object.getPrototypeOf(error) === Error.prototype));
  assert.equal(errors.map(({ name }) => name), ["AbortError", "TimeoutError"]);
});

test.run();
