// Buffers whose user code tries anything with the channel that calls it, and hooks that do: no model; what must hold is
// looked at between operations, and counted at the end.
import * as assert from "uvu/assert";
import fc from "fast-check";
import { seeded, withRandom } from "../../support/dice.ts";
import { suite } from "../../support/test.ts";
import { type Program, programs } from "./meddling/program.ts";
import { run } from "./meddling/run.ts";
import { hold } from "./seed.ts";

const test = suite("meddling");

async function obey(program: Program): Promise<void> {
  await withRandom(seeded(program.seed), async () => {
    const problems = await run(program);
    assert.is(problems.length, 0, problems.join("\n"));
  });
}

test(
  "whatever user code of a buffer tries with its channel is refused, values have one fate each and come in order, and no operation waits in vain (C1, C2, C8, C12, C21)",
  async () => {
    await hold("meddling", fc.asyncProperty(programs, obey), 4000);
  },
  { within: 600_000 },
);

test.run();
