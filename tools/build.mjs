// `npm run build` writes dist/: declarations by tsc, code by esbuild. One file for each entry point and chunks for what
// they share, because a package of many small modules loads many times slower than one of a few. Bundlers can drop what
// is not used all the same, see droppable.mjs.
import { spawnSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { droppable } from "./droppable.mjs";
import { root, setup } from "./setup.mjs";

const output = join(root, "dist");

await setup();
await rm(output, { recursive: true, force: true });
declarations();
await nameAbortSignal();
await code(await entryPoints());

/** What `exports` points to: { "core/mod": "src/core/mod.ts" } for "./dist/core/mod.js". */
async function entryPoints() {
  const { exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const files = Object.values(exports).map((entry) => entry.default).filter((file) => file !== undefined);
  const names = files.map((file) => file.slice("./dist/".length, -".js".length));
  return Object.fromEntries(names.map((name) => [name, join(root, "src", `${name}.ts`)]));
}

function declarations() {
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const compiler = join(dirname(manifest), "bin", "tsc");
  const { status } = spawnSync(process.execPath, [compiler, "--project", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("Cannot build: tsc found errors");
}

/**
 * The declarations speak of `AbortSignal`, which a project with no library but ECMAScript's does not know. This adds an
 * empty interface, which is that of the platform wherever there is one. (JSR allows no source that does so.)
 */
async function nameAbortSignal() {
  const vocabulary = join(output, "core", "types.d.ts");
  await writeFile(join(output, "abort-signal.d.ts"), "interface AbortSignal {}\n");
  const text = await readFile(vocabulary, "utf8");
  await writeFile(vocabulary, `/// <reference path="../abort-signal.d.ts" />\n${text}`);
  const map = JSON.parse(await readFile(`${vocabulary}.map`, "utf8"));
  await writeFile(`${vocabulary}.map`, JSON.stringify({ ...map, mappings: `;${map.mappings}` }));
}

async function code(entries) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: output,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    external: ["tslib", "node:*"],
    chunkNames: "chunks/[name]-[hash]",
    sourcemap: "linked",
    sourcesContent: true,
    logLevel: "warning",
    write: false,
  });
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, path.endsWith(".js") ? droppable(text) : text);
  }
}
