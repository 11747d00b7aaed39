import { opendir } from "node:fs/promises";
import { resolve } from "node:path";
import process from "node:process";
import type { Display } from "./display.ts";
import { interrupts } from "./interrupts.ts";
import { lines } from "./lines.ts";
import { print } from "./print.ts";
import { codeOf, quoted } from "./result.ts";
import { screen } from "./screen.ts";
import { table } from "./table.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** What a job reports to. */
export interface Report {
  /** Kept up to date. */
  readonly tally: Tally;
  /** Shown what happens. */
  readonly display: Display;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/**
 * One way to hash a folder. It settles when all is done, or has stopped: with whatever error when it is interrupted, and
 * then the tally holds what was done so far.
 */
export type Job = (folder: string, report: Report) => Promise<void>;

/** Does the job for the folder that the user named, and prints the table. */
export async function main(job: Job, [folder = ".", ...more] = process.argv.slice(2)): Promise<void> {
  if (more.length > 0) {
    return fail(`Cannot hash more than one folder: ${quoted(folder)} and ${more.map(quoted).join(" and ")}`);
  }
  try {
    await (await opendir(folder)).close();
  } catch (error) {
    const code = codeOf(error);
    const why = code === "ENOENT" ? "no such folder" : code === "ENOTDIR" ? "not a folder" : String(error);
    return fail(`Cannot hash ${quoted(folder)}: ${why}`);
  }
  process.stdout.on("error", () => {}); // print() rejects with it
  try {
    await run(job, folder);
  } catch (error) {
    if (codeOf(error) !== "EPIPE") throw error;
  }
}

async function run(job: Job, folder: string): Promise<void> {
  const start = performance.now();
  const tally = emptyTally();
  const display = drawable() ? screen() : lines();
  const interrupted = interrupts();

  await print(`Hashing ${quoted(resolve(folder))}\n`);
  try {
    await job(folder, { tally, display, interrupted });
  } catch (error) {
    if (!interrupted.aborted) throw error;
    tally.interrupted = true;
    process.exitCode = 130;
  }
  await display.clear();
  await print(table(tally, performance.now() - start));
}

function drawable(): boolean {
  return process.stdout.isTTY && process.env.TERM !== "dumb";
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
