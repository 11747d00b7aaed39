// Puts text into a page between its two marks, `<!-- MARK -->` and `<!-- end of MARK -->`, as `npm run format` would.
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { root } from "../../tools/setup.mjs";

export async function insert(page, mark, text) {
  const path = join(root, page);
  const [begin, end] = [`<!-- ${mark} -->`, `<!-- end of ${mark} -->`];
  const [before, rest] = (await readFile(path, "utf8")).split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`Cannot publish: ${page} lacks ${begin} or ${end}`);
  await writeFile(path, `${before}${begin}\n\n${text}\n\n${end}${after}`);
  format(path);
}

export function format(...paths) {
  const words = ["tools/deno.mjs", "fmt", "--quiet", "--config", "deno.json", ...paths];
  spawnSync(process.execPath, words, { cwd: root, stdio: "inherit" });
}
