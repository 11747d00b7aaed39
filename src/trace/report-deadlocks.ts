/** Reports "All tasks are asleep", as Go's runtime does for a program that can only wait. */
import { checkTrace } from "./given.ts";
import { toReport } from "./report.ts";
import { trace } from "./trace.ts";
import type { Trace } from "./types.ts";

/** The exit code of a program whose tasks are asleep, the same as Go's. */
const ASLEEP = 2;
/** The exit code that Node sets when a top-level `await` of the main module never settles. */
const UNSETTLED = 13;

/** The members of `process` that are used. */
export interface ExitingProcess {
  /** The exit code. */
  exitCode?: number | string | null | undefined;
  /**
   * Calls the listener at the end of the process; for `beforeExit`, when no work is left, although other listeners may
   * add some.
   */
  on(event: "beforeExit" | "exit", listener: () => void): unknown;
}

/**
 * Reports operations on traced channels that still wait when the program ends. If no timer, socket or other event can
 * wake them, it prints `All tasks are asleep` and the waiting operations (`toReport`) to the standard error. The
 * process then ends with exit code 2, unless the program has set another one. Nothing is printed when no operation
 * waits at the end, or when the program calls `process.exit` while it still has work.
 *
 * Call it before the channels are created, or pass a running trace. Returns the trace; once that is stopped, nothing is
 * reported.
 *
 * It requires the events `beforeExit` and `exit` of `process`, as on Node, Deno and Bun; elsewhere it throws a
 * `TypeError`. While a top-level `await` of the main module never settles, only Node emits them: Deno ends with an
 * error of its own, and Bun (up to 1.4) does not end. On these, call an async `main()` without awaiting it.
 *
 * @example
 * ```ts
 * import { channel } from "sluice";
 * import { reportDeadlocks } from "sluice/trace";
 *
 * using _watched = reportDeadlocks();
 * const words = channel<string>(1);
 * await words.send("hello"); // a second one would wait, and the program would end with a report
 * console.log(words.size); // 1
 * ```
 */
export function reportDeadlocks(running?: Trace): Trace {
  const { process } = globalThis as { readonly process?: ExitingProcess };
  if (typeof process?.on !== "function") {
    throw new TypeError("reportDeadlocks requires process.on, which this platform lacks");
  }
  if (running !== undefined) checkTrace("running", running);
  const watched = running ?? trace();
  watch(watched, process, (text) => console.error(text));
  return watched;
}

/**
 * Reports the waiting operations when the process exits because no work is left. Not earlier: another listener of
 * `beforeExit` may still wake a task, such as one that flushes data.
 */
export function watch(running: Trace, process: ExitingProcess, print: (text: string) => void): void {
  let idle = false;
  process.on("beforeExit", () => {
    idle = true;
  });
  process.on("exit", () => {
    const report = idle ? toReport(running) : "";
    if (report === "") return;
    if ((process.exitCode ?? UNSETTLED) === UNSETTLED) process.exitCode = ASLEEP;
    print(`All tasks are asleep: nothing is left that could wake them.\n${report}`);
  });
}
