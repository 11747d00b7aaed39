// Runs every suite that asked for it. It needs nothing but ECMAScript and a way to print, so any engine can be a host.
import "./defer.ts";
import { runningTest } from "./test.ts";
import { takeUncaught, watchUncaught } from "./uncaught.ts";

export interface Outcome {
  passed: number;
  failed: number;
}

/** What uvu hands back for a suite: the report of its failures (`true` for none), then how many tests ran, were skipped, and there are. */
type SuiteRun = () => Promise<[report: string | true, passed: number, skipped: number, total: number]>;

/** So far; shared, so that a host whose process ends in the middle can still say what it knows. */
export const outcome: Outcome = { passed: 0, failed: 0 };

watchUncaught();

/** Runs the queued suites one after the other; `print` gets the report of every suite that failed. */
export async function runQueued(print: (report: string) => void): Promise<Outcome> {
  for (const run of queued()) {
    const [report, passed, , total] = await run();
    outcome.passed += passed;
    outcome.failed += total - passed;
    if (report !== true) print(`\n${report}`);
    else if (passed < total) print(`\nA suite ended after ${passed} of ${total} tests without a reason`);
  }
  for (const error of await takeUncaught()) {
    outcome.failed++;
    print(`\n  Nobody caught, after the last test: ${described(error)}\n`);
  }
  return outcome;
}

/** The last line of every run. */
export function summary({ passed, failed }: Outcome): string {
  return `${passed} passed, ${failed} failed`;
}

/** The last lines of a run whose process ends in the middle of a test; undefined when it does not. */
export function interrupted(): string | undefined {
  const name = runningTest();
  if (name === undefined) return undefined;
  outcome.failed++;
  return `\nThe process ended in the middle of the test "${name}"\n\n${summary(outcome)}`;
}

function queued(): SuiteRun[] {
  const { UVU_QUEUE } = globalThis as { UVU_QUEUE?: unknown[][] };
  return (UVU_QUEUE ?? []).flatMap((group) => group.splice(0)).filter((run) => typeof run === "function") as SuiteRun[];
}

/** What an error says, with its stack. */
export function described(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
