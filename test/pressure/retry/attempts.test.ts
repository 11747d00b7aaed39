import * as assert from "uvu/assert";
import { Attempts } from "../../../src/pressure/retry/attempts.ts";
import { policyOf } from "../../../src/pressure/retry/retry-options.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("attempts");

/** Lets these fail one after the other, and gives what the last one throws. */
function thrownAfter(...errors: unknown[]): unknown {
  const attempts = new Attempts(policyOf({ attempts: errors.length }));
  for (const error of errors.slice(0, -1)) attempts.failed(error);
  return thrownBy(() => attempts.failed(errors.at(-1)));
}

test("the last error is thrown itself, with the earlier ones as its cause (R3)", () => {
  const [first, second, last] = [new Error("first"), "second", new TypeError("last")];
  const thrown = thrownAfter(first, second, last);
  assert.is(thrown, last);
  const { cause } = last;
  assert.instance(cause, AggregateError);
  assert.equal((cause as AggregateError).errors, [first, second]);
  assert.is((cause as AggregateError).message, "2 earlier attempts failed");
  assert.not(Object.keys(last).includes("cause"), "as other causes, it is not enumerable");
});

test("an error that has a cause, or is no extensible Error, is thrown as it is (R3)", () => {
  const caused = new Error("caused", { cause: "its own" });
  const none = new Error("caused by nothing", { cause: undefined });
  const frozen = Object.freeze(new Error("frozen"));
  for (const last of [caused, none, frozen, { message: "no Error" }, "text", undefined]) {
    assert.is(thrownAfter(new Error("first"), last), last);
  }
  assert.is(caused.cause, "its own");
  assert.not("cause" in frozen);
});

test("an error of another realm gets a cause, too (R3)", () => {
  const [first, last] = [new Error("first"), Object.setPrototypeOf(new Error("last"), Object.create(null))];
  assert.is(thrownAfter(first, last), last);
  assert.equal((last.cause as AggregateError).errors, [first]);
});

test("an error is not its own cause, and each object is named once (R3)", () => {
  const same = new Error("same");
  assert.is(thrownAfter(same, same, same), same);
  assert.not("cause" in same);
  const [one, last] = [new Error("one"), new Error("last")];
  thrownAfter(one, last, one, last);
  assert.equal((last.cause as AggregateError).errors, [one]);
  assert.is((last.cause as AggregateError).message, "1 earlier attempt failed");
});

test("one attempt has no earlier ones (R3)", () => {
  const only = new Error("only");
  assert.is(thrownAfter(only), only);
  assert.not("cause" in only);
});

test("after a success, failures are counted and delayed anew (R3)", () => {
  const attempts = new Attempts(policyOf({ attempts: 3, jitter: "none" }));
  assert.equal([attempts.next, attempts.failed(1), attempts.failed(2), attempts.next], [1, 100, 200, 3]);
  attempts.succeeded();
  assert.equal([attempts.next, attempts.failed(3), attempts.failed(4), attempts.next], [1, 100, 200, 3]);
  const last = new Error("last");
  thrownBy(() => attempts.failed(last));
  assert.equal((last.cause as AggregateError).errors, [3, 4]);
});

test("of endless attempts the newest hundred errors are kept (R3)", () => {
  const attempts = new Attempts(policyOf({ attempts: Infinity, when: (_, attempt) => attempt < 1000 }));
  for (let number = 1; number < 1000; number++) attempts.failed(number);
  const last = new Error("last");
  assert.is(thrownBy(() => attempts.failed(last)), last);
  const { errors } = last.cause as AggregateError;
  assert.equal([errors.length, errors[0], errors.at(-1)], [100, 900, 999]);
});

test.run();
