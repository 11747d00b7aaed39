// Runs cells, each in a process of its own, in interleaved rounds, so that a bad minute of the machine hits everybody.
import { run } from "../../tools/child.mjs";
import { commandLine } from "./runtimes.mjs";

/**
 * @param {readonly object[]} cells
 * @param {{ rounds: number, milliseconds: number, limit: number, onProgress: (text: string) => void }} options
 *   `milliseconds` of processor time for each timed run, at least; `limit` is the seconds until a cell is killed
 * @returns {Promise<object[]>} the cells with `best`, `median` and `runs`, or with `failed`: what went wrong
 */
export async function measure(
  cells,
  { rounds, milliseconds, limit, onProgress },
) {
  const results = cells.map((cell) => ({ ...cell, figures: [] }));
  const total = rounds * cells.length;
  const began = performance.now();
  let count = 0;
  for (let round = 1; round <= rounds; round++) {
    for (const result of results) {
      const spent = performance.now() - began;
      const left = count === 0 ? "" : `, ${Math.ceil((spent / count) * (total - count) / 60_000)} min left`;
      onProgress(
        `${++count}/${total}${left}: ${result.row} ${result.contender} on ${result.runtime}`,
      );
      if (result.failed !== undefined) continue; // broken once is broken
      Object.assign(result, await once(result, milliseconds, limit));
    }
  }
  return results.map(summary);
}

async function once(
  { scenario, parameter, contender, runtime, figures },
  milliseconds,
  limit,
) {
  const words = [
    "bench/cell.mjs",
    scenario,
    `${parameter}`,
    contender,
    `${milliseconds}`,
  ];
  const { status, output } = await run(commandLine(runtime, ...words), {
    limit,
  });
  const line = output.split("\n").findLast((text) => text.startsWith("cell "));
  if (line === undefined) {
    if (status === undefined) {
      return { failed: /^(Killed|Ended).*$/m.exec(output)?.[0] ?? "Killed" };
    }
    return {
      failed: `Deadlock: the process ended with status ${status} and without a result`,
    };
  }
  const { failed, figures: more } = JSON.parse(line.slice("cell ".length));
  return failed === undefined ? { figures: [...figures, ...more] } : { failed };
}

function summary({ figures, failed, ...cell }) {
  if (failed !== undefined) return { ...cell, failed };
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return {
    ...cell,
    best: rounded(sorted[0]),
    median: rounded(median),
    runs: sorted.length,
  };
}

const rounded = (figure) => Number(figure.toPrecision(4));
