// Builds src/ as `npm run build` does, into bench/dist, so that every runtime measures the same JavaScript; a second
// time with the breather of `core/engine/event-loop.ts` switched off; and as one file whose text is read, but never run. Nobody else
// reads these files, so no test is disturbed.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { frontDoor, writeCode } from "../../tools/package.mjs";
import { root } from "../../tools/setup.mjs";

const output = join(root, "bench", "dist");

export async function buildSluice() {
  await writeCode(join(output, "sluice"));
  await writeCode(join(output, "breathless"), [withoutBreaths]);
  await bundleUnread();
}

/** All of it inside a function that nobody calls. */
async function bundleUnread() {
  const text = await frontDoor();
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
