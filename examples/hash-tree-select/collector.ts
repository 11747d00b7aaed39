import { type Receiver, select } from "sluice";
import type { Report } from "../hash-tree/main.ts";
import type { Result } from "../hash-tree/result.ts";
import { count } from "../hash-tree/tally.ts";

/** Adds up results until there are no more. Throws the signal's reason when it is interrupted. */
export async function collect(
  results: Receiver<Result>,
  ticks: Receiver<number>,
  { tally, display, interrupted }: Report,
): Promise<void> {
  for (;;) {
    // In the order written: a flood of results can keep nobody from stopping it.
    const hit = await select({ interrupt: interrupted, tick: ticks, result: results }, { priority: true });
    switch (hit.key) {
      case "interrupt":
        throw hit.value;
      case "tick":
        await display.progress(tally);
        break;
      case "result":
        if (hit.done) return;
        count(tally, hit.value);
        if (hit.value.kind === "unreadable") await display.unreadable(hit.value);
    }
  }
}
