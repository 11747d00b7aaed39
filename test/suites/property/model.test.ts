import * as assert from "uvu/assert";
import fc from "fast-check";
import { suite, turn } from "../../support/test.ts";
import { profiles, type Program, programs } from "./model/program.ts";
import { Run } from "./model/run.ts";
import { hold } from "./seed.ts";

const test = suite("model");

/** After so many milliseconds the library may have made way for the event loop, of which the model knows nothing. */
const PATIENCE = 5;

/** Runs a program, and again if it failed on a machine that was too busy to run it in one go. */
async function run(program: Program, more = 4): Promise<boolean> {
  const began = Date.now();
  try {
    return await new Run(program).all();
  } catch (error) {
    if (more === 0 || Date.now() - began < PATIENCE) throw error;
    await turn();
    return run(program, more - 1);
  }
}

for (const [name, profile] of Object.entries(profiles)) {
  test(
    `${name}: random programs do what the model says (C1, C2, C3, C4, C7, C9, C10, C12, C13, C14, C19, S1, S5, S7)`,
    async () => {
      const seen = { whole: 0, ended: 0 };
      const property = fc.asyncProperty(programs(profile, 40), async (program) => {
        seen[await run(program) ? "whole" : "ended"]++;
        await turn();
      });
      await hold(name, property, 600);
      assert.ok(seen.ended * 20 <= seen.whole, `${seen.ended} programs ended early, ${seen.whole} did not`);
    },
    { within: 600_000 },
  );
}

test.run();
