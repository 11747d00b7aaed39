// `npm test [-- NAME...]`: sets everything up, then runs every step, or those whose names contain one of the given words
// together with the steps they need; with `--engines` those on bare engines instead (`npm run test:engines`). The very last
// line is `N passed, N failed`, summed over all suites and runtimes.
import process from "node:process";
import { runtimes, version } from "./runtimes.mjs";
import { setup } from "./setup.mjs";

/** How many steps may run at once: of those that compute, and, beside these, of those that mostly wait. */
const slots = { computing: 2, waiting: 1 };

await setup({ runtimes: !process.argv.includes("--engines") }).catch((error) => {
  console.error(error.message);
  console.log("0 passed, 1 failed");
  process.exit(1);
});
// Only now: these need the packages that were just installed.
const { engineSteps, steps } = await import("./steps.mjs");

const words = process.argv.slice(2).filter((word) => word !== "--engines");
const onEngines = words.length < process.argv.length - 2;
const { steps: all, missing } = onEngines ? engineSteps() : steps();
const chosen = choose(all, words);
const results = new Map();

if (missing.length > 0) console.log(`Left out, because it is not here: ${missing.join(", ")}`);
await runAll(chosen);
printSteps(chosen);
printRuntimes(chosen);
finish();

function choose(all, words) {
  if (words.length === 0) return all;
  const wanted = new Set(all.filter(({ name }) => words.some((word) => name.includes(word))));
  if (wanted.size === 0) {
    console.error(`No step is named so. There are: ${all.map(({ name }) => name).join(", ")}`);
    process.exit(2);
  }
  for (const { after = [] } of wanted) {
    all.filter(({ name }) => after.includes(name)).forEach((step) => wanted.add(step));
  }
  return all.filter((step) => wanted.has(step));
}

/** Keeps the slots busy with whatever may start, in order; what takes longest goes first, so that nobody waits for it at the end. */
async function runAll(chosen) {
  const names = new Set(chosen.map(({ name }) => name));
  const waiting = new Set([...chosen.filter(({ long }) => long), ...chosen]);
  const running = new Map();
  const may = (step) =>
    (step.after ?? []).every((name) => results.has(name) || !names.has(name)) && hasRoom(step, [...running.keys()]);
  const patient = ({ alone }) => !alone || [...waiting].every((step) => step.alone || needsAlone(step));
  const needsAlone = ({ after = [] }) => chosen.some(({ name, alone }) => alone && after.includes(name));
  while (waiting.size + running.size > 0) {
    for (const step of waiting) {
      if (!may(step) || !patient(step)) continue;
      waiting.delete(step);
      running.set(step, runStep(step).then(() => void running.delete(step)));
    }
    await Promise.race(running.values());
  }
}

/** May it run beside these? */
function hasRoom(step, others) {
  if (step.alone || others.some(({ alone }) => alone)) return others.length === 0;
  const kind = ({ waits }) => waits ? "waiting" : "computing";
  return others.filter((other) => kind(other) === kind(step)).length < slots[kind(step)];
}

async function runStep(step) {
  const started = performance.now();
  const result = await outcome(step);
  const seconds = (performance.now() - started) / 1_000;
  results.set(step.name, { ...result, seconds });
  const { passed, failed, output } = result;
  console.log(`\n══ ${step.name}: ${step.title}`);
  if (output) console.log(`\n${output}\n`);
  console.log(`${failed > 0 ? "FAILED" : "passed"} in ${seconds.toFixed(1)} s (${passed} passed, ${failed} failed)`);
}

/** A step that throws has failed. */
async function outcome(step) {
  try {
    return await step.run(results);
  } catch (error) {
    return { passed: 0, failed: 1, output: error.stack };
  }
}

function printSteps(chosen) {
  const rows = chosen.map(({ name, title }) => [name, title, ...figures([results.get(name)])]);
  printTable(["step", "what"], rows);
}

/** Says for each runtime how much of it all ran there. */
function printRuntimes(chosen) {
  const names = [...new Set(chosen.map(({ runtime }) => runtime))].filter((name) => name !== undefined);
  const resultsOn = (name) => chosen.filter(({ runtime }) => runtime === name).map((step) => results.get(step.name));
  const rows = names.map((name) => [runtimes[name].title, version(name), ...figures(resultsOn(name))]);
  if (rows.length > 0) printTable(["runtime", "version"], rows);
}

function figures(results) {
  const seconds = sum("seconds", results).toFixed(1);
  return [String(sum("passed", results)), String(sum("failed", results)), `${seconds} s`];
}

function printTable(heads, rows) {
  const table = [[...heads, "passed", "failed", "time"], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => column < heads.length ? cell.padEnd(widths[column]) : cell.padStart(widths[column])).join(
      "  ",
    );
  console.log(`\n${table.map(line).join("\n")}`);
}

function finish() {
  const all = [...results.values()];
  const passed = sum("passed", all);
  let failed = sum("failed", all);
  if (missing.length > 0 && process.env.CI) {
    console.log(`\nMissing in CI: ${missing.join(", ")}`);
    failed += missing.length;
  }
  console.log(`\n${process.uptime().toFixed(0)} s\n${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

function sum(key, results) {
  return results.reduce((total, result) => total + result[key], 0);
}
