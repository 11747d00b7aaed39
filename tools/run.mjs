// `node tools/run.mjs FILE [--on deno] WORD...`: runs a TypeScript file from source, on Node unless another runtime is named.
// `npm run test:file` is this with its file.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import process from "node:process";
import { available, commandLine, environment, folderOf, runtimes, testRunner } from "./runtimes.mjs";
import { root, setup } from "./setup.mjs";
import { packagesOf, suites } from "./suites.mjs";

const [file, ...words] = process.argv.slice(2);
const on = words.indexOf("--on");
const [, name = "node"] = on < 0 ? [] : words.splice(on, 2);

if (!(name in runtimes) || file === undefined) {
  refuse(`Cannot run: say --on ${Object.keys(runtimes).join(", --on ")}, or nothing, and a file`);
}
const files = [file, ...(file === testRunner ? words : [])];
if (file === testRunner && words.length === 0) {
  refuse("Cannot run: say which test files, such as test/core/engine/ring.test.ts");
}
for (const file of files) {
  if (!existsSync(resolve(root, file))) refuse(`Cannot run ${file}: there is no such file${others(file)}`);
}

await setup(...[folderOf(name)].filter((folder) => folder !== undefined), ...packagesOf(files));
if (!available(name)) {
  throw new Error(`Cannot run on ${runtimes[name].title}: its package does not support this platform`);
}

const [command, ...rest] = commandLine(name, file, ...words);
process.exitCode = spawnSync(command, rest, { cwd: root, stdio: "inherit", env: environment }).status ?? 1;

function refuse(reason) {
  console.error(reason);
  process.exit(2);
}

/** Files that may have been meant, as far as the name says. */
function others(file) {
  const [word] = basename(file).split(".");
  const alike = suites().flatMap(({ files }) => files).filter((other) => word !== "" && basename(other).includes(word));
  return alike.length === 0 ? "" : `. There are:\n${alike.map((other) => `  ${other}`).join("\n")}`;
}
