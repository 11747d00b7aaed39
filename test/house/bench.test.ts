import * as assert from "uvu/assert";
import * as turn from "../../src/core/turn.ts";
import * as breathless from "../../bench/support/breathless.ts";
import { suite } from "../support/test.ts";

const test = suite("bench");

test("what stands in for turn.ts in the benchmark has the same exports", () => {
  assert.equal(Object.keys(breathless).sort(), Object.keys(turn).sort());
});

test.run();
