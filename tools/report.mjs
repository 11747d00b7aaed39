// What a run of the steps shows. In a terminal: a line at the bottom with a bar, and nothing else while all goes well. In a
// pipe: a line for each step. A failed step shows all that it printed when it ends; at the end the failed steps and tests are
// named again, with how to replay what was found by chance.
import process from "node:process";
import { runtimes, version } from "./runtimes.mjs";

/** Lines are not longer than this. */
const width = 100;

const { stdout } = process;
const live = Boolean(stdout.isTTY) && !process.env.CI;
let total = 0;
let done = 0;
let names = "";
let timer;

/** Prints a line, above the bar. */
export function note(text) {
  if (live) stdout.write("\r\x1b[K");
  console.log(text);
}

export function begin(steps) {
  total = steps.length;
  if (!live) return;
  timer = setInterval(draw, 1_000);
  timer.unref();
}

/** A step has begun, or with a result it has ended; `running` are those that run now. */
export function finishStep(step, result, running) {
  names = running.map(({ name }) => name).join(", ");
  if (result !== undefined) {
    done++;
    if (result.failed > 0) showFailure(step, result);
    else if (!live) note(row(step, result));
  }
  if (live) draw();
}

function row({ name }, { passed, seconds }) {
  const place = `step ${String(done).padStart(String(total).length)} of ${total}`;
  return `${place}  ${name.padEnd(24)}  ${counted(passed).padStart(12)}  ${seconds.toFixed(1).padStart(6)} s`;
}

const counted = (passed) => `${passed} passed`;

function showFailure({ name, title }, { passed, failed, seconds, output }) {
  note(`step ${done} of ${total}  ${name}  FAILED after ${seconds.toFixed(1)} s (${passed} passed, ${failed} failed)`);
  note(`══ ${name}: ${title}\n\n${output ?? ""}\n`);
}

/** The line at the bottom. */
function draw() {
  const filled = Math.round((done / Math.max(total, 1)) * 20);
  const bar = "█".repeat(filled) + "░".repeat(20 - filled);
  const place = `step ${Math.min(done + 1, total)} of ${total}`;
  const room = Math.min(width, stdout.columns ?? width) - 1;
  stdout.write(`\r\x1b[K${cut(`${bar} ${place}  ${time(process.uptime())}  ${names}`, room)}`);
}

const time = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const cut = (text, room) => text.length <= room ? text : `${text.slice(0, room - 1)}…`;

/** Prints the tables and what failed. Returns the exit status. */
export function conclude(steps, results, missing) {
  clearInterval(timer);
  if (live) {
    stdout.write("\r\x1b[K");
    printSteps(steps, results);
  }
  printRuntimes(steps, results);
  const all = [...results.values()];
  const passed = sum("passed", all);
  let failed = sum("failed", all);
  printFailures(steps, results);
  if (missing.length > 0 && process.env.CI) {
    console.log(`\nMissing in CI: ${missing.join(", ")}`);
    failed += missing.length;
  }
  console.log(`\n${time(process.uptime())} minutes\n${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function printSteps(steps, results) {
  printTable(["step", "what"], steps.map(({ name, title }) => [name, title, ...figures([results.get(name)])]));
}

/** Says for each runtime how much of it all ran there. */
function printRuntimes(steps, results) {
  const names = [...new Set(steps.map(({ runtime }) => runtime))].filter((name) => name !== undefined);
  const on = (name) => steps.filter(({ runtime }) => runtime === name).map((step) => results.get(step.name));
  const rows = names.map((name) => [runtimes[name].title, version(name), ...figures(on(name))]);
  if (rows.length > 0) printTable(["runtime", "version"], rows);
}

function figures(results) {
  return [String(sum("passed", results)), String(sum("failed", results)), `${sum("seconds", results).toFixed(1)} s`];
}

/** The second column gives way where the lines would be too long. */
function printTable(heads, rows) {
  const table = [[...heads, "passed", "failed", "time"], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const others = widths.reduce((all, each) => all + each + 2, 0) - 2 - widths[1];
  widths[1] = Math.min(widths[1], width - others);
  const cell = (text, column) =>
    column < heads.length ? cut(text, widths[column]).padEnd(widths[column]) : text.padStart(widths[column]);
  console.log(`\n${table.map((row) => row.map(cell).join("  ")).join("\n")}`);
}

/** What failed, once more: who reads only the end finds it there. */
function printFailures(steps, results) {
  for (const { name, title } of steps.filter(({ name }) => results.get(name)?.failed > 0)) {
    const { failed, output = "" } = results.get(name);
    console.log(`\nFAILED ${name}: ${failed} of ${title}`);
    for (const line of new Set(output.split("\n").filter(isWorthRepeating))) console.log(cut(line.trimEnd(), 300));
  }
}

const isWorthRepeating = (line) => /^ +FAIL |replay with |^The process ended in the middle/.test(line);

function sum(key, results) {
  return results.reduce((total, result) => total + result[key], 0);
}
