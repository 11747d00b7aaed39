// `node tools/deno.mjs ARGUMENTS`: the project's own Deno, for `npm run format` and `npm run lint`.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { available, environment, folderOf, runtimes } from "./runtimes.mjs";
import { root, setup } from "./setup.mjs";

await setup(folderOf("deno"));
if (!available("deno")) throw new Error("Cannot run Deno: its package does not support this platform");
const { status } = spawnSync(runtimes.deno.path, process.argv.slice(2), {
  cwd: root,
  stdio: "inherit",
  env: environment,
});
process.exitCode = status ?? 1;
