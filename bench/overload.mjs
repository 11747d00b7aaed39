// `npm run bench:overload`: a source that is faster than the work, in Sluice and in other libraries. Prints how many jobs each
// holds, how much heap that is, and how long it takes.
//
//     --publish          records the figures in bench/overload/recorded.json, and puts the table into the README
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { root } from "../tools/setup.mjs";
import { contenders } from "./overload/contenders.mjs";
import { table } from "./overload/table.mjs";
import { format, insert } from "./support/insert.mjs";
import { install } from "./support/install.mjs";
import { buildSluice } from "./support/sluice.mjs";

const ROUNDS = 3;

const { values } = parseArgs({ options: { publish: { type: "boolean" } } });
await install();
await buildSluice();

const names = Object.keys(contenders);
const heaps = new Map(names.map((name) => [name, measured(name, "heap")]));
const times = Array.from({ length: ROUNDS }, () => names.map((name) => measured(name, "time").seconds));
const recorded = {
  date: new Date().toISOString().slice(0, 10),
  node: process.versions.node,
  results: names.map((name, index) => ({
    contender: name,
    ...heaps.get(name),
    seconds: Math.min(...times.map((round) => round[index])), // other programs only ever add to it
  })),
};
const text = table(recorded).join("\n");
console.log(text);
if (values.publish) {
  const file = join(root, "bench", "overload", "recorded.json");
  await writeFile(file, JSON.stringify(recorded));
  format(file);
  await insert("README.md", "overload: npm run bench:overload", text);
}

/** What one contender is measured to take, in a process of its own. */
function measured(name, what) {
  const words = ["--expose-gc", join("bench", "overload", "measure.mjs"), name, what];
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8", stdio: [0, "pipe", 2] });
  if (status !== 0) throw new Error(`Cannot measure ${name}: it ended with status ${status}`);
  return JSON.parse(stdout);
}
