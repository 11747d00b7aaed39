import * as assert from "uvu/assert";
import fc from "fast-check";
import { suite, turn } from "../support/test.ts";
import { profiles, programs } from "./model/program.ts";
import { Run } from "./model/run.ts";
import { hold } from "./seed.ts";

const test = suite("model");

for (const [name, weights] of Object.entries(profiles)) {
  test(`random programs do what the model says: ${name} (C1, C2, C3, C4)`, async () => {
    const seen = { whole: 0, ended: 0 };
    const property = fc.asyncProperty(programs(weights, 40), async (program) => {
      seen[await new Run(program).all() ? "whole" : "ended"]++;
      await turn();
    });
    await hold(name, property, 200);
    assert.ok(seen.ended * 20 <= seen.whole, `${seen.ended} programs ended early, ${seen.whole} did not`);
  }, { within: 3_600_000 });
}

test.run();
