// Makes test files into one file that imports nothing but the platform.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./setup.mjs";

const settings = { bundle: true, target: "es2022", platform: "neutral", logLevel: "warning" };

/** Writes `host`, a file of test/support that runs what the tests have queued, and the tests themselves into `outfile`. */
export async function bundle(host, files, outfile) {
  const lines = [`export * from "./${host}";`, `export { default } from "./${host}";`];
  await build({
    ...settings,
    stdin: {
      contents: [...lines, ...files.map((file) => `import "./${file}";`)].join("\n"),
      resolveDir: root,
    },
    outfile,
    format: "esm",
    mainFields: ["module", "main"],
    external: ["node:*"],
    // The package says that its modules have no side effects, but running a suite is one.
    ignoreAnnotations: true,
    plugins: [{ name: "copies", setup: (builder) => copies(builder, files) }],
  });
}

/** In a bundle a module has no address to import it from a second time, so `copies.ts` becomes functions that run it. */
function copies(builder, files) {
  const copied = new Set(
    files.flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/\bcopyOf(?:<[^(]*>)?\("([\w/-]+)"/g)].map(([, module]) =>
        module
      )
    ),
  );
  builder.onLoad({ filter: /[\\/]test[\\/]support[\\/]copies\.ts$/ }, async () => {
    const entries = await Promise.all(
      [...copied].map(async (module) => `${JSON.stringify(module)}() {\n${await script(module)}\nreturn copy;\n}`),
    );
    const load = `export const copyOf = async (module) => copies[module]();`;
    return { contents: `const copies = {\n${entries.join(",\n")}\n};\n${load}`, loader: "js" };
  });
}

/** A module of src as a script that leaves what it exports in `copy`. */
async function script(module) {
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
