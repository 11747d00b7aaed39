// `npm run test:explore [-- --minutes 10]`: runs the suites of programs made at random, with new seeds each time, until the
// time is over. It prints how to replay what fails; each such program becomes a test with a name. The last line is
// `N passed, N failed`.
import process from "node:process";
import { run } from "./child.mjs";
import { commandLine, testRunner } from "./runtimes.mjs";
import { setup } from "./setup.mjs";
import { suites } from "./suites.mjs";

const minutes = chosenMinutes();
await setup();

const { files } = suites().find(({ name }) => name === "property");
const end = performance.now() + minutes * 60_000;
const found = [];
let passed = 0;
let failed = 0;
console.log(`Exploring for ${minutes} minutes: ${files.length} files, with new seeds in each round`);
for (let round = 1; performance.now() < end; round++) await explore(round);

if (found.length > 0) console.log(`\nReplay with:\n${found.map((line) => `  ${line}`).join("\n")}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function explore(round) {
  const seed = String(Math.floor(Math.random() * 0x7fffffff));
  await Promise.all([0, 1].map(async (half) => {
    for (const file of files.filter((_, index) => index % 2 === half)) {
      if (performance.now() >= end) return;
      await tryOut(file, seed);
    }
  }));
  console.log(`round ${round}, seed ${seed}: ${passed} passed, ${failed} failed so far`);
}

async function tryOut(file, seed) {
  const { status, output } = await run(commandLine("node", testRunner, file), {
    env: { SLUICE_SEED: seed },
    limit: 900,
  });
  const [, good = 0, bad = 0] = (/^(\d+) passed, (\d+) failed$/m.exec(output) ?? []).map(Number);
  passed += good;
  failed += status === 0 ? bad : Math.max(bad, 1);
  if (status === 0) return;
  console.log(output);
  const replays = [...output.matchAll(/replay with (SLUICE_SEED=\S+ SLUICE_PATH=\S+)/g)].map(([, how]) => how);
  const all = replays.length > 0 ? replays : [`SLUICE_SEED=${seed}`];
  found.push(...all.map((how) => `${how} npm run test:file -- ${file}`));
}

function chosenMinutes() {
  const [name, value, ...others] = process.argv.slice(2);
  if (name === undefined) return 10;
  if (name === "--minutes" && Number(value) > 0 && others.length === 0) return Number(value);
  console.error("Cannot explore: say --minutes and a number greater than 0, or nothing");
  process.exit(2);
}
