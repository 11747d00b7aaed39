// `node tools/bundled.mjs RUNTIME FILE...`: runs test files on a runtime that has no files to import, as one bundle.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { bundle } from "./bundle.mjs";
import { environment, runtimes } from "./runtimes.mjs";
import { root } from "./setup.mjs";

const [name, ...files] = process.argv.slice(2);
const cache = join(root, "node_modules", ".cache");

mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, `${name}-`));
try {
  process.exitCode = await run();
} finally {
  rmSync(folder, { recursive: true });
}

async function run() {
  const { path, arguments: words, bundled } = runtimes[name];
  const tests = join(folder, "tests.js");
  await bundle(files, tests, bundled);
  const file = bundled === "worker" ? join(folder, "workerd.capnp") : tests;
  writeFileSync(join(folder, "workerd.capnp"), configuration("2026-11-01"));
  return spawnSync(path, [...words, file], { stdio: "inherit", env: environment }).status ?? 1;
}

/** One worker, whose `test` handler `workerd test` calls. The date says as of when workerd shall behave. */
function configuration(date) {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "tests", worker = .tests)]);
const tests :Workerd.Worker = (
  modules = [(name = "tests", esModule = embed "tests.js")],
  compatibilityDate = "${date}",
);
`;
}
