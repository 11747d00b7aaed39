// Random programs against the model of test/suites/property, with channels that are traced: they do what any others do.
import * as assert from "uvu/assert";
import fc from "fast-check";
import { trace } from "sluice/trace";
import { profiles, type Program, programs } from "../suites/property/model/program.ts";
import { Run } from "../suites/property/model/run.ts";
import { hold } from "../suites/property/seed.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("traced-channel, model");

/** Runs a program while a trace runs; again if it took so long that the library may have made way for the event loop. */
async function run(program: Program, more = 4): Promise<void> {
  const began = Date.now();
  const running = trace();
  try {
    await new Run(program).all();
  } catch (error) {
    if (more === 0 || Date.now() - began < 5) throw error;
    await turn();
    await run(program, more - 1);
  } finally {
    running.stop();
  }
  assert.ok(running.events.length > 0);
}

for (const [name, profile] of Object.entries(profiles)) {
  test(`${name}: random programs do what the model says while a trace runs (C1, C7, C12, C14, S1, S5)`, async () => {
    const property = fc.asyncProperty(programs(profile, 20), async (program) => {
      await run(program);
      await turn();
    });
    await hold(`${name}, traced`, property, 60);
  }, { within: 300_000 });
}

test.run();
