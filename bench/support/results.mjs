// Results on disk: bench/results/NAME.json, and the newest of them.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../tools/setup.mjs";
import { chart } from "./chart.mjs";

const folder = join(root, "bench", "results");

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
