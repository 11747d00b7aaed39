// Makes test files into one file that imports nothing but the platform.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { build } from "esbuild";
import { root } from "./setup.mjs";

const settings = { bundle: true, target: "es2022", platform: "neutral", logLevel: "warning" };

/** The last lines of a bundle of each kind. A module keeps its engine alive until all has run. */
const starts = {
  worker: "export default { test: run };",
  module: "nameSymbols();\nawait run().finally(leave);",
  script: "nameSymbols();\nrun().finally(leave);",
};

/** Writes the tests and what runs them into `outfile`: a worker for workerd; a module or a script for a bare engine. */
export async function bundle(files, outfile, kind) {
  const bare = kind !== "worker";
  const lines = [
    ...(bare ? [`import { leave } from "./test/support/engine.ts";`] : []),
    ...["test/support/quiet.ts", ...files].map((file) => `import "./${file}";`),
    `import { run } from "./test/support/bundled.ts";`,
    ...(bare ? [`import { nameSymbols } from "./test/support/symbols.ts";`] : []),
    starts[kind],
  ];
  await build({
    ...settings,
    stdin: { contents: lines.join("\n"), resolveDir: root },
    outfile,
    banner: { js: `globalThis.sluiceEffort = ${Number(process.env.SLUICE_EFFORT ?? 1)};` },
    format: kind === "script" ? "iife" : "esm",
    // The polyfill of AbortController looks for an older name of it; all engines print, but not all by a console.
    define: bare ? { global: "globalThis", "console.log": "globalThis.print" } : {},
    mainFields: ["module", "main"],
    external: ["node:*"],
    // The package says that its modules have no side effects, but running a suite is one.
    ignoreAnnotations: true,
    plugins: [{ name: "copies", setup: (builder) => copies(builder, files) }],
  });
}

/**
 * For a plugin of esbuild: in a bundle a module has no address to import it from a second time, so `copies.ts` becomes
 * functions that run it.
 */
export function copies(builder, files) {
  const copied = new Set(
    files.flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/\bcopyOf(?:<[^(]*>)?\("([\w/-]+)"/g)].map(([, module]) =>
        module
      )
    ),
  );
  builder.onLoad({ filter: /[\\/]test[\\/]support[\\/]copies\.ts$/ }, async () => {
    const entries = await Promise.all(
      [...copied].map(async (module) => `${JSON.stringify(module)}() {\n${await scriptOf(module)}\nreturn copy;\n}`),
    );
    const load = `export const copyOf = async (module) => copies[module]();`;
    return { contents: `const copies = {\n${entries.join(",\n")}\n};\n${load}`, loader: "js" };
  });
}

/** A module of src as a script that leaves what it exports in `copy`. */
async function scriptOf(module) {
  const entryPoints = [join(root, "src", `${module}.ts`)];
  const { outputFiles: [file] } = await build({
    ...settings,
    entryPoints,
    format: "iife",
    globalName: "copy",
    write: false,
  });
  return file.text;
}
