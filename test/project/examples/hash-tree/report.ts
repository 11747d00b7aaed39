// What a job reports to, without a terminal.
import type { Display } from "../../../../examples/hash-tree/display.ts";
import type { Report } from "../../../../examples/hash-tree/main.ts";
import { emptyTally } from "../../../../examples/hash-tree/tally.ts";

const done = () => Promise.resolve();

/** A new report that shows nothing but what `display` says, and a Ctrl-C. */
export function report(display: Partial<Display> = {}): Report & { readonly interrupt: (reason?: unknown) => void } {
  const controller = new AbortController();
  return {
    tally: emptyTally(),
    display: { interval: 1, progress: done, unreadable: done, clear: done, ...display },
    interrupted: controller.signal,
    interrupt: (reason) => controller.abort(reason),
  };
}
