/** "All tasks are asleep": what Go's runtime says of a program that can only wait. */
import { checkTrace } from "./given.ts";
import { toReport } from "./report.ts";
import { trace } from "./trace.ts";
import type { Trace } from "./types.ts";

/** The exit code of a program that is asleep: that of Go. */
const ASLEEP = 2;
/** What Node itself sets when the main module hangs in a top-level `await`. */
const UNSETTLED = 13;

/** What it needs of a platform. */
export interface ExitingProcess {
  /** What the process ends with. */
  exitCode?: number | string | null | undefined;
  /** Calls the listener when there is nothing left to do, where other listeners may yet find something; or at the end. */
  on(event: "beforeExit" | "exit", listener: () => void): unknown;
}

/**
 * Has the program say so when it ends while operations on traced channels still wait: when nothing is left that could
 * wake them, no timer, socket or anything else, it prints `All tasks are asleep`, with who waits on what (`toReport`), to
 * the standard error, and the process ends with 2, unless the program has set another exit code. A program in which nobody
 * waits at its end prints nothing, nor does one that ends itself by `process.exit` before it ever had nothing left to do.
 *
 * Call it before the channels are made, or give it a trace that runs already; gives the trace, and once that is stopped
 * nothing is reported.
 *
 * It works on Node, Deno and Bun, by the events `beforeExit` and `exit` of `process`; elsewhere it throws a `TypeError`.
 * While a main module hangs in a top-level `await`, only Node has them: Deno ends with an error of its own, and Bun (up
 * to 1.4) does not end. There, have the module call an async `main()` without awaiting it.
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
  if (typeof process?.on !== "function") throw new TypeError("reportDeadlocks needs process.on, which is not here");
  if (running !== undefined) checkTrace("running", running);
  const watched = running ?? trace();
  watch(watched, process, (text) => console.error(text));
  return watched;
}

/**
 * Looks at who waits when the process ends because it has nothing to do. Not before: any other listener of `beforeExit`
 * may still wake somebody, as one that flushes what is left.
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
