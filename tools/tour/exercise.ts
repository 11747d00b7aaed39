/**
 * Runs the tests of a lesson's exercises and says which of them pass:
 *
 *     npm run exercise -- 4 [--solution] [--on deno]
 */
import { join } from "node:path";
import process from "node:process";
import { clearTimeout, setImmediate, setTimeout } from "node:timers";
import { pathToFileURL } from "node:url";
import { root } from "../../test/support/project.ts";
import { exercises, folder, type Tests } from "./exercises.ts";

/** Milliseconds that a test may take. */
const limit = 5_000;

/** Fails the test that runs, if one does. */
let fail: ((reason: unknown) => void) | undefined;

/** Runs a test, which fails by its name though it waits for ever. */
async function failureOf(test: () => unknown): Promise<string | undefined> {
  const timer = setTimeout(() => fail?.(new Error(`It still runs after ${limit / 1000} s`)), limit);
  timer.unref(); // a process in which nothing but this is left is asleep
  const ended = new Promise<never>((_, reject) => fail = reject);
  try {
    await Promise.race([ended, Promise.resolve().then(test).then(turn)]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
    fail = undefined;
  }
}

/** Until then a rejection that is not handled has been reported. */
function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** Prints a line for each test, and more for one that fails. Returns how many there are, and how many fail. */
async function runTests(name: string, file: string): Promise<{ all: number; failed: number }> {
  const load = (file: string) => import(pathToFileURL(join(root, folder, name, file)).href);
  const tests: Tests<unknown> = (await load("exercise.test.ts")).default;
  const exercise = await load(file);
  let failed = 0;
  for (const [title, test] of Object.entries(tests)) {
    const failure = await failureOf(() => test(exercise));
    console.log(`${failure === undefined ? "✓" : "✗"} ${title}`);
    if (failure === undefined) continue;
    failed++;
    console.log(failure.trimEnd().replace(/^/gm, "    "));
  }
  return { all: Object.keys(tests).length, failed };
}

/** The folders that a word names: that of a lesson by its number, or all of them. */
function named(word: string | undefined): string[] {
  return exercises().filter((name) => word === "all" || Number.parseInt(name) === Number(word));
}

async function main(words: readonly string[]): Promise<void> {
  const names = named(words.find((word) => !word.startsWith("-")));
  if (names.length === 0) {
    console.error("Say which lesson: npm run exercise -- NUMBER [--solution] [--on deno]. There are:");
    for (const name of exercises()) console.error(`  ${Number.parseInt(name)}  ${folder}/${name}/exercise.ts`);
    process.exitCode = 2;
    return;
  }
  const file = words.includes("--solution") ? "solution.ts" : "exercise.ts";
  let [all, failed] = [0, 0];
  for (const name of names) {
    console.log(`${folder}/${name}/${file}`);
    const result = await runTests(name, file);
    all += result.all;
    failed += result.failed;
  }
  console.log(`\n${all - failed} of ${all} tests pass`);
  process.exit(failed === 0 ? 0 : 1); // a failed exercise may have left something that runs
}

process.on("beforeExit", () => {
  if (fail === undefined) return;
  fail(new Error("It waits, and nothing is left that could wake it (a deadlock)"));
  setImmediate(() => {}); // or the next test that is asleep would end the process
});
process.on("unhandledRejection", (reason) => fail?.(reason));
process.on("uncaughtException", (error) => fail?.(error));
main(process.argv.slice(2)).catch((error) => {
  console.error(error); // such as an exercise that cannot be read
  process.exit(1);
});
