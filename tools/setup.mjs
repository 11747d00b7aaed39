// Installs what a command needs, when it is missing or older than its lock file; otherwise says and does nothing. Runs on
// bare Node, so it imports nothing but Node itself.
//
// `node tools/setup.mjs [--runtimes]` installs the project's packages, and Deno and Bun.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Installs the project's own packages, and those of these folders beside them. Throws when it cannot. */
export async function setup(...folders) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new Error(`Cannot run on Node ${process.versions.node}: Sluice needs Node 20 or newer`);
  await installAll(["", ...folders]);
}

/** Installs what is missing in these folders, all at once. */
async function installAll(folders) {
  const missing = folders.map((folder) => join(root, folder)).filter((folder) => !installed(folder));
  if (missing.length === 0) return;
  for (const folder of missing) console.log(announced(folder));
  console.log("It takes as long as the download does. It happens once, and again when a lock file changes.");
  const hide = showProgress(missing);
  const started = performance.now();
  try {
    await Promise.all(missing.map(install));
  } finally {
    hide();
  }
  console.log(`Installed in ${seconds(started)} s`);
}

// npm writes this file last, so an installation that broke off half-way does not count.
function installed(folder) {
  const done = join(folder, "node_modules", ".package-lock.json");
  return existsSync(done) && statSync(done).mtimeMs >= statSync(join(folder, "package-lock.json")).mtimeMs;
}

function announced(folder) {
  const { description, name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const what = folder === root
    ? "the packages that the project is built and tested with"
    : (description?.split(". ")[0] ?? name);
  const where = relative(root, folder) || "node_modules";
  return `Installing by npm into ${where}: ${what} (${count(folder)})`;
}

function count(folder) {
  const packages = Object.keys(locked(folder)).length;
  return packages === 1 ? "1 package" : `${packages} packages`;
}

function locked(folder) {
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  delete packages[""];
  return packages;
}

/** Keeps a line of a terminal up to date until the returned function is called. */
function showProgress(folders) {
  const { stdout } = process;
  if (!stdout.isTTY) return () => {};
  const started = performance.now();
  const all = folders.flatMap((folder) =>
    Object.keys(locked(folder)).map((path) => join(folder, path, "package.json"))
  );
  const show = () => {
    const here = all.filter((file) => existsSync(file)).length;
    stdout.write(`\r\x1b[K${here} of ${all.length} packages are here, ${seconds(started)} s`);
  };
  show();
  const timer = setInterval(show, 500);
  return () => {
    clearInterval(timer);
    stdout.write("\r\x1b[K");
  };
}

const seconds = (started) => ((performance.now() - started) / 1_000).toFixed(0);

async function install(folder) {
  const attempts = 3;
  for (let attempt = 1;; attempt++) {
    const { status, output } = await cleanInstall(folder);
    if (status === 0) return;
    console.error(output);
    if (attempt === attempts) throw new Error(`Cannot install ${folder}: npm ci failed ${attempts} times`);
    await sleep(3_000 * attempt);
  }
}

function cleanInstall(folder) {
  const options = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const { npm_execpath: npm, ...environment } = process.env;
  // Inside `npm test` the npm that runs us is known by its path; the folder of the outer run must not leak into this one.
  delete environment.npm_config_local_prefix;
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const child = spawn(command, [...first, ...options], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    shell: command === "npm" && process.platform === "win32",
  });
  const text = [];
  const keep = (chunk) => void text.push(chunk);
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", keep);
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ status: undefined, output: `Cannot start npm: ${error.message}` }));
    child.on("close", (status) => resolve({ status, output: text.join("").trim() }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setup(
    ...(process.argv.includes("--runtimes") ? ["test/platforms/runtimes/deno", "test/platforms/runtimes/bun"] : []),
  );
}
