// `npm run test:file -- [--on deno] FILE...`: runs test files alone, on Node unless another runtime is named.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { available, commandLine, environment, runtimes } from "./runtimes.mjs";
import { root, setup } from "./setup.mjs";

const words = process.argv.slice(2);
const on = words.indexOf("--on");
const [, name = "node"] = on < 0 ? [] : words.splice(on, 2);

if (!(name in runtimes) || words.length === 0) {
  console.error(`usage: npm run test:file -- [--on ${Object.keys(runtimes).join("|")}] FILE...`);
  process.exit(2);
}
await setup({ runtimes: name !== "node" });
if (!available(name)) {
  throw new Error(`Cannot run on ${runtimes[name].title}: its package does not support this platform`);
}

const [command, ...rest] = commandLine(name, "test/support/run.ts", ...words);
process.exitCode = spawnSync(command, rest, { cwd: root, stdio: "inherit", env: environment }).status ?? 1;
