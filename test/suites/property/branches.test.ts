import fc from "fast-check";
import { suite, ticks, turn } from "../../support/test.ts";
import { FixedRun } from "./branches/fixed.ts";
import { GroupsRun } from "./branches/groups.ts";
import { type Program, programs } from "./branches/program.ts";
import { type Tower, TowerRun, towers } from "./branches/tower.ts";
import { hold } from "./seed.ts";

const test = suite("branches");

/** Lets everything happen that can, and then checks; a runtime that had to breathe gets more time. */
async function settled(check: () => unknown): Promise<void> {
  for (let patience = 30;; patience--) {
    for (let turns = 0; turns < 3; turns++) await turn();
    try {
      await check();
      return;
    } catch (error) {
      if (patience === 0) throw error;
    }
  }
}

async function obey(program: Program, calm: boolean): Promise<void> {
  const run = program.kind === "groupBy" ? new GroupsRun(program, calm) : new FixedRun(program, calm);
  const leaving: Promise<void>[] = [];
  for (const op of program.ops) {
    leaving.push(run.step(op));
    if (calm) await settled(() => run.check());
    else await ticks(op.ticks);
  }
  await settled(() => run.check());
  run.readAll();
  await settled(() => run.checkEnded());
  await Promise.all(leaving);
}

test(
  "step by step, branches get what is theirs, wait for no other reason than they should, and release (P1, P3, P4)",
  async () => {
    const property = fc.asyncProperty(programs("calm"), (program) => obey(program, true));
    await hold("calm branches", property, 300);
  },
  { within: 600_000 },
);

test(
  "however steps fall together, branches lose nothing, and whoever reads on comes to the end (P1, P3, P4)",
  async () => {
    const property = fc.asyncProperty(programs("quick"), (program) => obey(program, false));
    await hold("quick branches", property, 300);
  },
  { within: 600_000 },
);

async function stand(tower: Tower): Promise<void> {
  const run = new TowerRun(tower);
  await ticks(20);
  run.start();
  await settled(() => run.checkEnded());
}

test(
  "splits upon splits, read side by side, give every leaf what is its own and hold nobody back for ever (P1, P3, P4)",
  async () => {
    await hold("towers", fc.asyncProperty(towers, stand), 200);
  },
  { within: 600_000 },
);

test.run();
