import * as assert from "uvu/assert";
import fc from "fast-check";
import { suite } from "../../support/test.ts";
import type { Program } from "./flows/program.ts";
import { programs } from "./flows/programs.ts";
import { run } from "./flows/run.ts";
import { hold } from "./seed.ts";

const test = suite("flows");

async function obey(program: Program): Promise<void> {
  const problems = await run(program);
  assert.is(problems.length, 0, problems.join("\n"));
}

test("random chains over random sources give what the same chains on arrays give (P1, P2, P5)", async () => {
  const property = fc.asyncProperty(programs("calm"), obey);
  await hold("calm flows", property, 1500);
}, { within: 600_000 });

test(
  "under trouble, too, nothing is lost, left behind, pulled too early or still at work (P1, P2, P3, P4, P6)",
  async () => {
    const property = fc.asyncProperty(programs("rough"), obey);
    await hold("rough flows", property, 4000);
  },
  { within: 600_000 },
);

test.run();
