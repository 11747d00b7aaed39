// Builds src/ as `npm run build` does, into bench/dist, so that every runtime measures the same JavaScript; a second
// time with the breather of `core/turn.ts` switched off; and as one file whose text is read, but never run. Nobody else
// reads these files, so no test is disturbed.
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../tools/setup.mjs";

const output = join(root, "bench", "dist");

export async function buildSluice() {
  await bundle("sluice", []);
  await bundle("breathless", [withoutBreaths]);
  await bundleUnread();
}

async function bundle(folder, plugins) {
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      ["mod", "core/mod", "node/mod", "trace/mod", "web/mod"].map((name) => [name, `src/${name}.ts`]),
    ),
    outdir: join(output, folder),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    external: ["tslib", "node:*"],
    chunkNames: "chunks/[name]-[hash]",
    logLevel: "warning",
    plugins,
  });
}

/** All of it inside a function that nobody calls. */
async function bundleUnread() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/mod.ts"],
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    external: ["tslib"],
    logLevel: "warning",
    write: false,
  });
  const { text } = outputFiles[0];
  const code = text.slice(0, text.lastIndexOf("export {"));
  await writeFile(join(output, "unread.mjs"), `export function unread() {\n${code}}\n`);
}

const withoutBreaths = {
  name: "without breaths",
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]core[\\/]turn\.ts$/ }, async () => ({
      contents: await readFile(
        fileURLToPath(new URL("breathless.ts", import.meta.url)),
        "utf8",
      ),
      loader: "ts",
    }));
  },
};
