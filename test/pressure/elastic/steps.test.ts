import * as assert from "uvu/assert";
import { above, below, width, within } from "../../../src/pressure/elastic/steps.ts";
import { suite } from "../../support/test.ts";

const test = suite("steps");

test("a dip is 15 % below the estimate, and at least one call (R4)", () => {
  assert.equal([1, 3, 20, 100].map(below), [0, 2, 17, 85]);
});

test("a probe is above the estimate by its width, by one call at least, and twice as much at most (R4)", () => {
  assert.equal([1, 20, 100].map((estimate) => above(estimate, 0.2)), [2, 24, 120]);
  assert.equal([above(10, 1), above(10, 3)], [20, 20]);
});

test("where times vary little, a probe is less wide (R4)", () => {
  assert.equal([width(0), width(0.25), width(9)], [0.05, 0.2, 0.2]);
});

test("a number is kept between its bounds", () => {
  assert.equal([within(0, 1, 5), within(3, 1, 5), within(9, 1, 5)], [1, 3, 5]);
});

test.run();
