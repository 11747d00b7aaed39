import * as assert from "uvu/assert";
import fc from "fast-check";
import { suite, turn } from "../support/test.ts";
import { profiles, programs } from "./model/program.ts";
import { Run } from "./model/run.ts";
import { hold } from "./seed.ts";

const test = suite("model");

for (const [name, profile] of Object.entries(profiles)) {
  test(
    `${name}: random programs do what the model says (C1, C2, C3, C4, C7, C9, C10, C12, C13, C14, C19, S1, S5, S7)`,
    async () => {
      const seen = { whole: 0, ended: 0 };
      const property = fc.asyncProperty(programs(profile, 40), async (program) => {
        seen[await new Run(program).all() ? "whole" : "ended"]++;
        await turn();
      });
      await hold(name, property, 600);
      assert.ok(seen.ended * 20 <= seen.whole, `${seen.ended} programs ended early, ${seen.whole} did not`);
    },
    { within: 600_000 },
  );
}

test.run();
