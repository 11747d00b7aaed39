// Runs test files on Node, Deno or Bun: `npm run test:file -- FILE...`. Its last line is `N passed, N failed`.
import process from "node:process";
import { pathToFileURL } from "node:url";
import { described, interrupted, outcome, runQueued, summary } from "./driver.ts";
import { stuck } from "./test.ts";

function print(text: string): void {
  console.log(text);
}

/** Nothing is awaited at top level: an engine that sees such an await never end has its own way to say so, without the test's name. */
async function main(files: readonly string[]): Promise<void> {
  for (const file of files) await load(file);
  const { passed, failed } = await runQueued(print);
  if (passed + failed === 0) print("No test ran");
  print(`\n${summary(outcome)}`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

/** A file that cannot be loaded counts as one failed test; the others run all the same. */
async function load(file: string): Promise<void> {
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    outcome.failed++;
    print(`\n   FAIL  Cannot load ${file}\n    ${described(error)}\n`);
  }
}

process.on("beforeExit", stuck);
process.on("exit", () => {
  const report = interrupted();
  if (report === undefined) return;
  print(report);
  process.exitCode = 1;
});

main(process.argv.slice(2));
