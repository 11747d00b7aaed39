// `npm run build` writes dist/: declarations by tsc, code by esbuild, see package.mjs.
import { spawnSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { keepReachable } from "./reachable.mjs";
import { root, setup } from "./setup.mjs";

const output = join(root, "dist");

await setup();
await rm(output, { recursive: true, force: true });
declarations();
await nameAbortSignal();
await keepReachable(output);
const { writeCode } = await import("./package.mjs");
await writeCode(output);

function declarations() {
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const compiler = join(dirname(manifest), "bin", "tsc");
  const { status } = spawnSync(process.execPath, [compiler, "--project", "src/tsconfig.json"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("Cannot build: tsc found errors");
}

/**
 * The declarations speak of `AbortSignal`, which a project with no library but ECMAScript's does not know. This adds an
 * interface, which merges with that of the platform wherever there is one. (JSR allows no source that does so.) One method
 * keeps everything else from being a signal. Methods merge; properties do not, with the class that workerd's types declare.
 */
async function nameAbortSignal() {
  const vocabulary = join(output, "core", "types.d.ts");
  const signal = "interface AbortSignal {\n  throwIfAborted(): void;\n}\n";
  await writeFile(join(output, "abort-signal.d.ts"), signal);
  const text = await readFile(vocabulary, "utf8");
  await writeFile(vocabulary, `/// <reference path="../abort-signal.d.ts" />\n${text}`);
}
