// Where each runtime is, and how it runs a file of this project. All but the machine's own Node are called by path: in
// node_modules/.bin one of them would replace the running Node in npm scripts. Those from npm have a folder each, with a
// package.json and a lock of its own, so that a command installs only what it runs.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import process from "node:process";
import { root } from "./setup.mjs";

/** The folder from which npm installs a runtime; undefined for the machine's own Node and for engines of the system. */
export function folderOf(name) {
  return name === "node" || runtimes[name].apt ? undefined : `test/platforms/runtimes/${name}`;
}

const inPackage = (name, ...path) => join(root, "test", "platforms", "runtimes", name, "node_modules", ...path);
const hook = join(root, "tools", "typescript-hook.mjs");
// Node 20 has no other way to hook into its loader than the one that Node 26 warns of.
const node = ["--expose-gc", "--disable-warning=DEP0205", "--import", hook];

/** Deno keeps what it compiles beside the packages, and never asks the network. */
export const environment = {
  ...process.env,
  DENO_DIR: join(root, "node_modules", ".cache", "deno"),
  DENO_NO_UPDATE_CHECK: "1",
};

/**
 * `bundled`: it has no files to import, so what it runs is made into one: a worker, a module or a script. `apt`: npm does not have
 * it; the package of Debian that does.
 */
export const runtimes = {
  node: { title: "Node", path: process.execPath, arguments: node },
  node22: { title: "Node", path: inPackage("node22", "node22", "bin", "node"), arguments: node },
  node24: { title: "Node", path: inPackage("node24", "node24", "bin", "node"), arguments: node },
  node26: { title: "Node", path: inPackage("node26", "node26", "bin", "node"), arguments: node },
  deno: {
    title: "Deno",
    path: inPackage("deno", "@deno", "linux-x64-glibc", "deno"),
    // The types are checked by tsc; here they would cost seconds and say the same.
    // Without the code cache: processes that were killed have left it in a state over which V8 panics.
    arguments: ["run", "--allow-all", "--no-check", "--cached-only", "--no-code-cache", "--v8-flags=--expose-gc"],
  },
  bun: { title: "Bun", path: inPackage("bun", "@oven", "bun-linux-x64", "bin", "bun"), arguments: [] },
  workerd: {
    title: "workerd",
    path: inPackage("workerd", "@cloudflare", "workerd-linux-64", "bin", "workerd"),
    arguments: ["test"],
    bundled: "worker",
  },
  quickjs: {
    title: "QuickJS",
    path: "qjs",
    arguments: ["--std", "--no-unhandled-rejection"],
    bundled: "script",
    apt: "quickjs",
  },
  jsc: { title: "JavaScriptCore", path: "jsc", arguments: ["-m"], bundled: "module", apt: "libjavascriptcoregtk-bin" },
  gjs: { title: "SpiderMonkey", path: "gjs", arguments: ["-m"], bundled: "module", apt: "gjs" },
};

/** What npm can install, on which everything runs; and the bare engines, on which the core does. */
export const everywhere = Object.keys(runtimes).filter((name) => runtimes[name].apt === undefined);
export const engines = Object.keys(runtimes).filter((name) => runtimes[name].apt !== undefined);

/** npm installs only what there is for this platform; engines are where the system has put them. */
export function available(name) {
  const { path } = runtimes[name];
  const folders = isAbsolute(path) ? [""] : (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, path)));
}

export function version(name) {
  if (name === "node") return process.versions.node;
  if (folderOf(name) !== undefined) return lockedVersion(name);
  const { stdout } = spawnSync(runtimes[name].path, ["--version"], { encoding: "utf8", env: environment });
  return /\d+[.-]\d+[.-]\d+/.exec(stdout ?? "")?.[0] ?? "?";
}

/** As its package.json says; of workerd's `1.20261117.1` the date. */
function lockedVersion(name) {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, folderOf(name), "package.json"), "utf8"));
  const [given] = Object.values(optionalDependencies);
  return given.replace(/^npm:.*@/, "").replace(/^1\.(\d{4})(\d\d)(\d\d)\.\d+$/, "$1-$2-$3");
}

/** The file that runs the test files it is given. */
export const testRunner = "test/support/run.ts";

/** The command line that runs a TypeScript file, as [path, ...arguments]; where there are no files, tests only. */
export function commandLine(name, file, ...rest) {
  const { path, arguments: words, title, bundled = false } = runtimes[name];
  if (!bundled) return [path, ...words, file, ...rest];
  if (file !== testRunner) throw new Error(`Cannot run ${file} on ${title}, where there are no files to import`);
  return [process.execPath, join(root, "tools", "bundled.mjs"), name, ...rest];
}
