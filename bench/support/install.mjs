// Installs the packages of the benchmark when they are missing or older than the lock file. Imports nothing but Node.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root, setup } from "../../tools/setup.mjs";

const folder = join(root, "bench");

/** The project's packages, the runtimes, and those of the benchmark. */
export async function install() {
  await setup({ runtimes: true });
  const done = join(folder, "node_modules", ".package-lock.json");
  if (
    existsSync(done) &&
    statSync(done).mtimeMs >=
      statSync(join(folder, "package-lock.json")).mtimeMs
  ) return;
  console.log("Installing what Sluice is measured against (npm ci)");
  const { npm_execpath: npm, ...environment } = process.env;
  // The folder of the npm that runs us must not leak into this one.
  delete environment.npm_config_local_prefix;
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const words = [
    "ci",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const { status, stdout, stderr } = spawnSync(command, [...first, ...words], {
    cwd: folder,
    env: environment,
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new Error(
      `Cannot install the benchmark's packages: ${stdout ?? ""}${stderr ?? ""}`,
    );
  }
}
