// `node tools/run.mjs FILE [--on deno] WORD...`: runs a TypeScript file from source, on Node unless another runtime is named.
// `npm run test:file` and `npm run yardstick` are this with their file.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { available, commandLine, environment, runtimes } from "./runtimes.mjs";
import { root, setup } from "./setup.mjs";

const [file, ...words] = process.argv.slice(2);
const on = words.indexOf("--on");
const [, name = "node"] = on < 0 ? [] : words.splice(on, 2);

if (!(name in runtimes) || file === undefined) {
  console.error(`Cannot run: say --on ${Object.keys(runtimes).join(", --on ")}, or nothing, and a file`);
  process.exit(2);
}
await setup({ runtimes: name !== "node" });
if (!available(name)) {
  throw new Error(`Cannot run on ${runtimes[name].title}: its package does not support this platform`);
}

const [command, ...rest] = commandLine(name, file, ...words);
process.exitCode = spawnSync(command, rest, { cwd: root, stdio: "inherit", env: environment }).status ?? 1;
