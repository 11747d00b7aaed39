// Installs what the two commands need, when it is missing or older than its lock file; otherwise says and does nothing.
// Runs on bare Node, so it imports nothing but Node itself.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Installs the project's own packages, and with `{ runtimes: true }` Deno and Bun too. Throws when it cannot. */
export async function setup({ runtimes = false } = {}) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new Error(`Cannot run on Node ${process.versions.node}: Sluice needs Node 20 or newer`);
  await install(root, "the project's packages");
  if (runtimes) await install(join(root, "test", "runtimes"), "the runtimes the tests run on");
}

/** Installs what a folder's lock file says, and says so as `what`. Throws when it cannot. */
export async function install(folder, what) {
  if (installed(folder)) return;
  console.log(`Installing ${what} (npm ci)`);
  const attempts = 3;
  for (let attempt = 1;; attempt++) {
    const { status, error, output } = cleanInstall(folder);
    if (status === 0) return;
    console.error(error ? `Cannot start npm: ${error.message}` : output);
    if (attempt === attempts) throw new Error(`Cannot install ${what}: npm ci failed ${attempts} times`);
    await sleep(3_000 * attempt);
  }
}

// npm writes this file last, so an installation that broke off half-way does not count.
function installed(folder) {
  const done = join(folder, "node_modules", ".package-lock.json");
  return existsSync(done) && statSync(done).mtimeMs >= statSync(join(folder, "package-lock.json")).mtimeMs;
}

function cleanInstall(folder) {
  const options = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const { npm_execpath: npm, ...environment } = process.env;
  // Inside `npm test` the npm that runs us is known by its path; the folder of the outer run must not leak into this one.
  delete environment.npm_config_local_prefix;
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const { status, error, stdout, stderr } = spawnSync(command, [...first, ...options], {
    cwd: folder,
    env: environment,
    encoding: "utf8",
    shell: command === "npm" && process.platform === "win32",
  });
  return { status, error, output: `${stdout ?? ""}${stderr ?? ""}`.trim() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setup({ runtimes: process.argv.includes("--runtimes") });
}
