// Builds src/ as `npm run build` does, into bench/dist, so that every runtime measures the same JavaScript; a second
// time without the breather of `core/engine/event-loop.ts`; and as one file whose text is read, but never run. Only the
// benchmark reads these files, so that it disturbs no test.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { frontDoor, writeCode } from "../../tools/package.mjs";
import { root } from "../../tools/setup.mjs";

const output = join(root, "bench", "dist");

export async function buildSluice() {
  await writeCode(join(output, "sluice"));
  await writeCode(join(output, "breathless"), {
    "core/engine/event-loop.ts": fileURLToPath(new URL("breathless.ts", import.meta.url)),
  });
  await bundleUnread();
}

/** All of it inside a function that nobody calls. */
async function bundleUnread() {
  const text = await frontDoor();
  const code = text.slice(0, text.lastIndexOf("export {"));
  await writeFile(join(output, "unread.mjs"), `export function unread() {\n${code}}\n`);
}
