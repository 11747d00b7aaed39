import * as assert from "uvu/assert";
import { END, resultOf, WAIT } from "../../../src/core/engine/poll.ts";
import { suite } from "../../support/test.ts";

const test = suite("polled");

test("resultOf() shows users a value, whatever it is, the end, or nothing (C5)", () => {
  for (const value of [0, undefined, null, "", { done: true }]) {
    assert.equal(resultOf(value), { done: false, value });
  }
  assert.equal(resultOf(END), { done: true, value: undefined });
  assert.is(resultOf(WAIT), undefined);
});

test.run();
