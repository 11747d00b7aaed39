// Results on disk: those of each run in bench/results, and in bench/recorded.json those that the pages show.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../tools/setup.mjs";
import { goals } from "../goals.mjs";
import { chart } from "./chart.mjs";

const folder = join(root, "bench", "results");

/** The figures that the goals are about, of the run that the pages show. */
export const recorded = join(root, "bench", "recorded.json");

/** Records what the goals are about: the figures of Sluice, of bounded peers and of those that a goal names. */
export async function record({ date, machine, runtimes, results }) {
  const concerns = ({ row, contender, kind }) =>
    goals.some(({ row: own, than = own, against = [] }) =>
      [own, than].includes(row) && (contender === "sluice" || kind === "bounded" || against.includes(contender))
    );
  const kept = results.filter(concerns).map(({ row, contender, kind, runtime, best, failed }) => {
    return JSON.stringify({ row, contender, kind, runtime, best, failed });
  });
  const head = JSON.stringify({ date, machine, runtimes }, null, 2).slice(0, -2);
  await writeFile(recorded, `${head},\n  "results": [\n    ${kept.join(",\n    ")}\n  ]\n}\n`);
}

/** Writes results and their chart, and gives their paths from the project's root. */
export async function save(results) {
  await mkdir(folder, { recursive: true });
  const name = results.date.slice(0, 19).replaceAll(":", "");
  await writeFile(
    join(folder, `${name}.json`),
    `${JSON.stringify(results, null, 2)}\n`,
  );
  await writeFile(join(folder, `${name}.svg`), chart(results));
  return [`bench/results/${name}.json`, `bench/results/${name}.svg`];
}

/** What a file of results holds; of the newest one, if none is named. */
export async function saved(path) {
  return JSON.parse(await readFile(path ?? await newest(), "utf8"));
}

async function newest() {
  const files = existsSync(folder) ? (await readdir(folder)).filter((file) => file.endsWith(".json")).sort() : [];
  if (files.length === 0) {
    throw new Error(
      "Cannot read results: there are none, `npm run bench` makes them",
    );
  }
  return join(folder, files.at(-1));
}
