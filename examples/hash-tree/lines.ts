import type { Display } from "./collector.ts";
import type { Gauge } from "./measured.ts";
import { print } from "./print.ts";
import { problem, summary } from "./table.ts";

/** Progress for pipes and files: a plain line each second. */
export function lines(gauges: readonly Gauge[]): Display {
  const start = performance.now();
  return {
    interval: 1000,
    progress(tally) {
      const levels = gauges.map(({ channel }) => `${channel.name} ${channel.size}/${channel.capacity}`);
      return print(`${[summary(tally, performance.now() - start), ...levels].join("  ")}\n`);
    },
    unreadable: (entry) => print(`${problem(entry)}\n`),
    clear: () => Promise.resolve(),
  };
}
