// The table of the README, from what was recorded.
import { markdown } from "../support/table.mjs";
import { contenders } from "./contenders.mjs";

const number = new Intl.NumberFormat("en");

/** The lines of the table. Heap counts what is alive, measured after a garbage collection. */
export function table({ results }) {
  return markdown([
    ["20,000 jobs of 4 kB, eight at a time", "jobs held, at most", "heap, at most", "time"],
    ...results.map(({ contender, held, megabytes, seconds }) => [
      contenders[contender].title,
      number.format(held),
      `${megabytes < 10 ? megabytes.toFixed(1) : megabytes.toFixed(0)} MB`,
      `${seconds.toFixed(1)} s`,
    ]),
  ]);
}
