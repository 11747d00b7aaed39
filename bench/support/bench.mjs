// One run of the benchmark, as `npm run bench` asks for it.
import process from "node:process";
import { install } from "./install.mjs";

export const options = {
  quick: { type: "boolean", default: false },
  rounds: { type: "string" },
  milliseconds: { type: "string" },
  goals: { type: "boolean", default: false },
  publish: { type: "boolean", default: false },
  from: { type: "string" },
};

/** Seconds until a cell counts as hanging. */
const LIMIT = 60;

/**
 * Measures what the words mean, prints the table and writes the results.
 *
 * @param {readonly string[]} words
 * @param {{ quick: boolean, rounds?: string, milliseconds?: string }} settings
 */
export async function bench(words, { quick, rounds, milliseconds }) {
  await install();
  // Only now: these need what was just installed.
  const { buildSluice } = await import("./sluice.mjs");
  await buildSluice();
  const { chosenBy, contenders } = await import("./plan.mjs");
  const { goRows } = await import("./go.mjs");
  const { machine, present, versions } = await import("./runtimes.mjs");
  const { measure } = await import("./measure.mjs");

  const namesRuntime = words.some((word) => present.includes(word));
  const isKept = (cell) => isNear(cell) && (namesRuntime || cell.runtime === "node");
  const cells = (await chosenBy(words)).filter((cell) => !quick || isKept(cell));
  const count = Number(rounds ?? (quick ? 1 : 5));
  if (cells.length === 0 || !(count >= 1)) {
    throw new Error("Cannot measure: these words leave nothing to do");
  }
  const runtimes = versions();
  const measured = await measure(cells, {
    rounds: count,
    milliseconds: Number(milliseconds ?? 60), // with less, a run says how soon engines optimise
    limit: LIMIT,
    onProgress,
  });
  onProgress("");
  const go = await goRows(cells);
  const packages = (await contenders()).filter(({ version }) => version !== undefined);
  return {
    date: new Date().toISOString(),
    machine: machine(),
    runtimes: go.title === undefined ? runtimes : { ...runtimes, go: go.title },
    contenders: Object.fromEntries(packages.map(({ name, version }) => [name, version])),
    rounds: count,
    quick,
    results: [...measured, ...go.results],
  };
}

/** Was the contender ever near the front? */
function isNear({ contender, kind, scenario }) {
  const near = ["async-channel", "effect", "medium", "p-map", "queueable", "rxjs", "streaming-iterables", "thi-ng-csp"];
  const slow = scenario === "drain" && !["sluice", "queueable", "limit-channel"].includes(contender);
  return !slow && (near.includes(contender) || contender === "sluice" || kind === "floor");
}

/** One line that is written over on a terminal; elsewhere a line now and then. */
let last = 0;
function onProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (text !== "" && performance.now() - last > 20_000) {
    last = performance.now();
    console.error(text);
  }
}
