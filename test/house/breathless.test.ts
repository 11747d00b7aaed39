import * as assert from "uvu/assert";
import * as turn from "../../src/core/turn.ts";
import * as breathless from "../../bench/support/breathless.ts";
import { suite } from "../support/test.ts";

const test = suite("breathless");

test("what stands in for core/turn.ts in a build of the benchmark has all that it exports", () => {
  assert.equal(Object.keys(breathless).sort(), Object.keys(turn).sort());
});

test.run();
