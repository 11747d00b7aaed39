import * as assert from "uvu/assert";
import { CircuitOpenError } from "sluice";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

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

test("its message is a string: a symbol is a TypeError that names it (C25)", () => {
  const error = thrownBy<Error>(() => new CircuitOpenError(Symbol("s") as never, 1));
  assert.is(String(error), "TypeError: message must be a string, not symbol");
});

test("instanceof tells it, and nothing else; a class that extends it knows its own alone (C27)", () => {
  class Mine extends CircuitOpenError {}
  const [error, mine] = [new CircuitOpenError("Cannot call", 250), new Mine("Cannot call", 250)];
  assert.ok(error instanceof CircuitOpenError && mine instanceof CircuitOpenError && mine instanceof Mine);
  assert.not(error instanceof Mine);
  for (const other of [undefined, null, 1, {}, Object.assign(new Error("Cannot call"), { name: "CircuitOpenError" })]) {
    assert.not((other as unknown) instanceof CircuitOpenError);
  }
});

test.run();
