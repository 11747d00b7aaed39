// Where each runtime is, and how it runs a file of this project. Deno and Bun are called by path: see test/runtimes/package.json.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root } from "./setup.mjs";

const packages = join(root, "test", "runtimes", "node_modules");
const hook = join(root, "tools", "typescript-hook.mjs");

/** Deno keeps what it compiles beside the packages, and never asks the network. */
export const environment = {
  ...process.env,
  DENO_DIR: join(root, "node_modules", ".cache", "deno"),
  DENO_NO_UPDATE_CHECK: "1",
};

export const runtimes = {
  node: {
    title: "Node",
    path: process.execPath,
    arguments: ["--expose-gc", "--import", hook],
  },
  deno: {
    title: "Deno",
    path: join(packages, "@deno", "linux-x64-glibc", "deno"),
    // The types are checked by tsc; here they would cost seconds and say the same.
    arguments: ["run", "--allow-all", "--no-check", "--cached-only", "--v8-flags=--expose-gc"],
  },
  bun: {
    title: "Bun",
    path: join(packages, "@oven", "bun-linux-x64", "bin", "bun"),
    arguments: [],
  },
};

/** The packages in test/runtimes are those of this platform alone. */
export function available(name) {
  return existsSync(runtimes[name].path);
}

export function version(name) {
  if (name === "node") return process.versions.node;
  const { stdout } = spawnSync(runtimes[name].path, ["--version"], { encoding: "utf8", env: environment });
  return /\d+\.\d+\.\d+/.exec(stdout ?? "")?.[0] ?? "?";
}

/** The command line that runs a TypeScript file, as [path, ...arguments]. */
export function commandLine(name, file, ...rest) {
  return [runtimes[name].path, ...runtimes[name].arguments, file, ...rest];
}
