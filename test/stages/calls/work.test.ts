import * as assert from "uvu/assert";
import { filter, map, pipeline } from "sluice";
import { NONE } from "../../../src/stages/calls/work.ts";
import { suite } from "../../support/test.ts";

const test = suite("work");

test("the mark for no result is a symbol that nobody else can have", () => {
  assert.is(typeof NONE as string, "symbol");
  assert.is.not(NONE, Symbol.for("none"));
  assert.is(Symbol.keyFor(NONE), undefined);
});

test("nothing else counts as no result: any value travels untouched (C5)", async () => {
  const values = [undefined, null, NaN, 0, "", false, Symbol("none"), { done: true }, () => 1];
  const same = await pipeline(values, map((value) => value), filter(() => true)).toArray();
  assert.ok(same.length === values.length && same.every((value, index) => Object.is(value, values[index])));
});

test.run();
