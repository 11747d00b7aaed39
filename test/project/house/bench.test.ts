import * as assert from "uvu/assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import * as turn from "../../../src/core/engine/event-loop.ts";
import * as breathless from "../../../bench/support/breathless.ts";
import { root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("bench");

test("what stands in for turn.ts in the benchmark has the same exports", () => {
  assert.equal(Object.keys(breathless).sort(), Object.keys(turn).sort());
});

/** A cell that was measured, or that failed. */
type Cell = { row: string; contender: string; kind?: string } & ({ best: number } | { failed: string });

/** What `npm run bench:check -- --strict` makes of results on Node. */
function checked(cells: readonly Cell[]): { status: number | null; stdout: string } {
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  try {
    const path = join(folder, "results.json");
    const results = cells.map((cell) => ({ kind: "bounded", runtime: "node", ...cell }));
    writeFileSync(path, JSON.stringify({ runtimes: { node: "Node" }, results }));
    const words = ["bench/check.mjs", "--strict", "--from", path];
    const { status, stdout } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
    return { status, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const peer: Cell = { row: "many:16", contender: "medium", best: 200 };
const floor: Cell = { row: "many:16", contender: "limit-channel", kind: "floor", best: 100 };

test("bench:check --strict ends with 0 when all goals are reached, and with 1 when one is not", () => {
  const fast = checked([{ row: "many:16", contender: "sluice", best: 100 }, peer, floor]);
  assert.match(fast.stdout, "2 of 2 reached");
  assert.is(fast.status, 0);
  const slow = checked([{ row: "many:16", contender: "sluice", best: 150 }, peer, floor]);
  assert.match(slow.stdout, "1 of 2 reached");
  assert.is(slow.status, 1);
});

test("goals that no floor reaches are told from the others, and so are means and growth; without a floor nobody knows", () => {
  const beyond = (cells: readonly Cell[]) => checked(cells).stdout.match(/\d+ of \d+ reached.*/)?.[0];
  const parted = (reached: string, none: number) =>
    `${reached} reached; ! marks what falls short, ~ what no floor reaches, ${none}`;
  const times = (row: string, sluice: number, theirs: number, byHand: number): Cell[] => [
    { row, contender: "sluice", best: sluice },
    { row, contender: "medium", best: theirs },
    { row, contender: "limit-channel", kind: "floor", best: byHand },
  ];
  const both = (byHand: number): Cell[] => [
    ...times("receive:0", 100, 110, byHand),
    ...times("receive:0", 100, 110, byHand).map((cell) => ({ ...cell, runtime: "bun" })),
  ];
  assert.is(beyond(both(90)), parted("4 of 5", 1));
  assert.is(beyond(both(80)), parted("2 of 5", 0));
  const grown = (byHand: number): Cell[] => [
    { row: "select-loop:1000", contender: "sluice", best: 130 },
    { row: "select-loop:2", contender: "sluice", best: 100 },
    { row: "select-loop:1000", contender: "limit-select", kind: "floor", best: byHand },
    { row: "select-loop:2", contender: "limit-select", kind: "floor", best: 100 },
  ];
  assert.is(beyond(grown(125)), parted("1 of 2", 1));
  assert.is(beyond(grown(110)), parted("1 of 2", 0));
  assert.is(beyond(grown(100).slice(0, 1)), parted("0 of 0", 0)); // nothing to grow from
  assert.is(beyond(times("many:16", 150, 160, 100).slice(0, 2)), parted("0 of 1", 0));
});

test("a row in which Sluice is broken misses all its goals, also those that no floor reaches", () => {
  const failed = "Deadlock";
  const { status, stdout } = checked([{ row: "many:16", contender: "sluice", failed }, peer, { ...floor, best: 190 }]);
  assert.match(stdout, "0 of 2 reached; ! marks what falls short, ~ what no floor reaches, 0");
  assert.match(stdout, "Broken: many:16 on node: Deadlock");
  assert.is(status, 1);
});

test("a broken row fails bench:check --strict when nothing is there to compare it with, and also as what others grow from", () => {
  assert.is(checked([{ row: "many:16", contender: "sluice", failed: "Killed" }]).status, 1);
  const grown = checked([
    { row: "select-loop:1000", contender: "sluice", best: 100 },
    { row: "select-loop:2", contender: "sluice", failed: "Killed" },
  ]);
  assert.match(grown.stdout, "0 of 1 reached");
  assert.is(grown.status, 1);
});

test.run();
