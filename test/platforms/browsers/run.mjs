// `npm run test:browsers [-- BROWSER... FILE...]`: runs the portable tests in a page and in a module worker of each
// browser, those that need nothing but the front door against `dist/` as plain modules, and clicks through the example
// pages; or some of it. The last line is `N passed, N failed`.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters as plain } from "node:util";
import { root, setup } from "../../../tools/setup.mjs";

/** Milliseconds that one run may take. */
const limit = 360_000;
const browsers = ["chromium", "firefox", "webkit"];

const words = process.argv.slice(2);
const files = words.filter((word) => word.endsWith(".test.ts"));
const wanted = words.filter((word) => !files.includes(word));
if (!wanted.every((word) => browsers.includes(word))) {
  console.error(`Cannot run: say ${browsers.join(", ")}, or nothing, and test files`);
  process.exit(2);
}

// The browsers have a process group of their own, and end with this.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

await setup("test/platforms/browsers", "examples/recipes/apps");
const { status } = spawnSync(process.execPath, ["tools/build.mjs"], { cwd: root, stdio: "inherit" });
if (status !== 0) throw new Error("Cannot run: there is no build");
const { examples } = await import("./examples.mjs");
const { differences } = await import("./expected.mjs");
const { pages } = await import("./pages.mjs");
const { open } = await import("./site.mjs");

const { content, tests } = await pages(limit, files);
const silence = { passed: 0, failed: 1, output: "It told nothing", tests: [], seconds: limit / 1_000 };
const runs = [];
const visits = [];
try {
  for (const name of browsers) if (wanted.length === 0 || wanted.includes(name)) await start(name);
  // A page and its worker keep two cores busy. Plain modules have no worker, so there the browsers go side by side.
  for (const visit of visits) for (const ways of visit.together) await run(visit, ways);
  await Promise.all(visits.map((visit) => run(visit, ["plain"])));
  const chromium = visits.find(({ name }) => name === "chromium");
  if (chromium !== undefined && files.length === 0) note(chromium.label, "examples", await examples(chromium.browser));
} finally {
  await Promise.all(visits.map(({ browser, site }) => Promise.all([browser.close(), site.close()])));
}
conclude();

/** Opens a browser, and the site that it visits. One that cannot be had is a failure. */
async function start(name) {
  const { launch, title, together = [["page", "worker"]] } = await import(`./${name}.mjs`);
  try {
    const browser = await launch();
    const label = `${title} ${browser.version}`;
    visits.push({ name, label, launch, together, browser, site: await open(content) });
  } catch (error) {
    note(title, "start", { passed: 0, failed: 1, seconds: 0, output: error.stack });
  }
}

/**
 * Has one page go several ways at once, after which it is named, and notes what it has to say of each. An engine may stop
 * as a whole, so that not even the page can tell that a test hangs: that is begun anew, twice at most. (WebKitGTK 2.54.3
 * does so now and then: it waits for ever inside its garbage collector, in `JSC::Heap::stopIfNecessarySlow`, says gdb.)
 */
async function run(visit, ways) {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  try {
    let reports = await visited(visit, ways);
    for (let again = 0; again < 2 && reports.every((report) => report === silence); again++) {
      console.log(`\n══ ${visit.label} told nothing in ${seconds().toFixed(0)} s, and is begun anew`);
      await visit.browser.close();
      visit.browser = await visit.launch();
      reports = await visited(visit, ways);
    }
    ways.forEach((way, index) => judge(visit, way, reports[index]));
  } catch (error) {
    note(visit.label, ways[0], { passed: 0, failed: 1, seconds: seconds(), output: error.stack });
  }
}

async function visited({ browser, site }, ways) {
  const page = await browser.open(`${site.url}/${ways.join("+")}.html`);
  const started = performance.now();
  const reports = await Promise.all(ways.map(async (way) => {
    const report = await Promise.race([site.report(way), sleep(limit + 10_000, silence, { ref: false })]);
    return report === silence ? silence : { ...report, seconds: (performance.now() - started) / 1_000 };
  }));
  if (!reports.includes(silence)) await page.close();
  return reports;
}

function judge({ name, label }, way, report) {
  const differing = files.length === 0 && report !== silence ? differences(name, tests[way], report.tests) : [];
  const output = [report.output, ...differing].join("\n");
  note(label, way, { ...report, failed: report.failed + differing.length, output });
}

/** Prints what a run has to say, as soon as it has ended. No test at all is a failure, unless files were asked for. */
function note(browser, way, { passed, failed, seconds, output }) {
  const empty = passed + failed === 0 && files.length === 0;
  console.log(`\n══ ${browser}, ${way}`);
  if (failed > 0 || empty) console.log(`\n${plain(output) || "No test ran"}\n`);
  console.log(
    `${failed > 0 || empty ? "FAILED" : "passed"} in ${seconds.toFixed(1)} s (${passed} passed, ${failed} failed)`,
  );
  runs.push({ browser, way, passed, failed: failed + Number(empty), seconds });
}

/** The table, then the sum. */
function conclude() {
  const rows = runs.sort((one, other) => one.browser < other.browser ? -1 : Number(one.browser > other.browser)).map((
    { browser, way, passed, failed, seconds },
  ) => [browser, way, String(passed), String(failed), `${seconds.toFixed(1)} s`]);
  const table = [["browser", "where", "passed", "failed", "time"], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])).join("  ");
  console.log(`\n${table.map(line).join("\n")}`);

  const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
  const [passed, failed] = [sum("passed"), sum("failed")];
  console.log(`\n${process.uptime().toFixed(0)} s\n${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
