// Builds src/ as `npm run build` does, into bench/dist, so that every runtime measures the same JavaScript; and a second
// time with the breather of `core/turn.ts` switched off. Nobody else reads these files, so no test is disturbed.
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../tools/setup.mjs";

export const output = join(root, "bench", "dist");

export async function buildSluice() {
  await bundle("sluice", []);
  await bundle("breathless", [withoutBreaths]);
}

async function bundle(folder, plugins) {
  await build({
    absWorkingDir: root,
    entryPoints: { mod: "src/mod.ts", "core/mod": "src/core/mod.ts" },
    outdir: join(output, folder),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    external: ["tslib"],
    chunkNames: "chunks/[name]-[hash]",
    logLevel: "warning",
    plugins,
  });
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
