import type { Display } from "./display.ts";
import { print } from "./print.ts";
import { problem, summary } from "./table.ts";

/** Progress for pipes and files: a plain line each second. */
export function lines(): Display {
  const start = performance.now();
  return {
    interval: 1000,
    progress(tally) {
      const levels = tally.gauges.map(({ name, size, capacity }) => `${name} ${size}/${capacity}`);
      return print(`${[summary(tally, performance.now() - start), ...levels].join("  ")}\n`);
    },
    unreadable: (entry) => print(`${problem(entry)}\n`),
    clear: () => Promise.resolve(),
  };
}
