// `npm run test:browsers [-- NAME...]`: runs the portable tests in a page and in a module worker of each browser, and
// those that need nothing but the front door against `dist/` as plain modules. The last line is `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters as plain } from "node:util";
import { install, root, setup } from "../../tools/setup.mjs";

/** Milliseconds that one run may take. */
const limit = 1_200_000;
const browsers = ["chromium", "firefox", "webkit"];

await setup();
await install(join(root, "test", "browsers"), "what drives the browsers");
spawnSync(process.execPath, ["tools/build.mjs"], { cwd: root, stdio: "inherit" });
const { examples } = await import("./examples.mjs");
const { pages } = await import("./pages.mjs");
const { open } = await import("./site.mjs");

const wanted = process.argv.slice(2);
const content = await pages(limit);
const runs = [];
for (const name of browsers) if (wanted.length === 0 || wanted.includes(name)) runs.push(...await visit(name));
conclude(runs);

/** All ways to run in one browser, as { browser, way, passed, failed, seconds }. */
async function visit(name) {
  const { launch, title } = await import(`./${name}.mjs`);
  const site = await open(content);
  const runs = [];
  try {
    const browser = await launch();
    const label = `${title} ${browser.version}`;
    for (const ways of [["page", "worker"], ["plain"]]) {
      const reports = await timed(browser, site, ways);
      runs.push(...reports.map((report, index) => shown(report, label, ways[index])));
    }
    if (name === "chromium") runs.push(shown(await examples(browser), label, "examples"));
    await browser.close();
  } catch (error) {
    runs.push(shown({ passed: 0, failed: 1, seconds: 0, output: error.stack }, title, "start"));
  } finally {
    await site.close();
  }
  return runs;
}

/** What one page has to say, which is named after the first of the ways to run that it goes. */
async function timed(browser, site, ways) {
  const started = performance.now();
  const page = await browser.open(`${site.url}/${ways[0]}.html`);
  const late = { passed: 0, failed: 1, output: "It told nothing" };
  const reports = ways.map(async (way) => {
    const report = await Promise.race([site.report(way), sleep(limit + 10_000, late, { ref: false })]);
    return { ...report, seconds: (performance.now() - started) / 1_000 };
  });
  await Promise.all(reports);
  await page.close();
  return await Promise.all(reports);
}

/** Prints what a run has to say, as soon as it has ended. No test at all is a failure. */
function shown({ passed, failed, seconds, output }, browser, way) {
  const empty = passed + failed === 0;
  console.log(`\n══ ${browser}, ${way}`);
  if (failed > 0 || empty) console.log(`\n${plain(output) || "No test ran"}\n`);
  console.log(
    `${failed > 0 || empty ? "FAILED" : "passed"} in ${seconds.toFixed(1)} s (${passed} passed, ${failed} failed)`,
  );
  return { browser, way, passed, failed: failed + Number(empty), seconds };
}

/** The table, then whether all browsers ran the same tests, then the sum. */
function conclude(runs) {
  const rows = runs.map(({ browser, way, passed, failed, seconds }) => [
    browser,
    way,
    String(passed),
    String(failed),
    `${seconds.toFixed(1)} s`,
  ]);
  const table = [["browser", "where", "passed", "failed", "time"], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])).join("  ");
  console.log(`\n${table.map(line).join("\n")}`);

  const different = differing(runs);
  if (different.length > 0) console.log(`\nNot the same number of tests everywhere:\n${different.join("\n")}`);
  const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
  const failed = sum("failed") + different.length;
  console.log(`\n${sum("passed")} passed, ${failed} failed`);
  process.exit(failed > 0 || runs.length === 0 ? 1 : 0);
}

/** A page and a worker run all tests, plain modules some of them: each as many in every browser. */
function differing(runs) {
  const counts = (ways) =>
    new Set(runs.filter(({ way }) => ways.includes(way)).map(({ passed, failed }) => passed + failed));
  const groups = [["page", "worker"], ["plain"]];
  return groups.filter((ways) => counts(ways).size > 1).map((ways) =>
    `${ways.join(" and ")}: ${[...counts(ways)].join(", ")}`
  );
}
