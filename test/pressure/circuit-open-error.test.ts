import * as assert from "uvu/assert";
import { CircuitOpenError } from "sluice";
import { suite } from "../support/test.ts";

const test = suite("CircuitOpenError");

test("it is an Error with a name, and says when to come again (R2)", () => {
  const error = new CircuitOpenError("Cannot call: the circuit is open", 250);
  assert.instance(error, Error);
  assert.equal([error.name, error.message, error.retryAfter], [
    "CircuitOpenError",
    "Cannot call: the circuit is open",
    250,
  ]);
});

test.run();
