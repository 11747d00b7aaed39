// Removes the declarations that no entry point leads to: those of modules that only other modules use. They are half of
// all, and nobody can import them.
import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { root } from "./setup.mjs";

/** Keeps, of the declarations in a folder, those that the types of the package need. */
export async function keepReachable(folder) {
  const reached = new Set();
  for (const file of await entryPoints()) await reach(file, reached);
  for (const name of await readdir(folder, { recursive: true })) {
    const file = resolve(folder, name);
    if (file.endsWith(".d.ts") && !reached.has(file)) await rm(file);
  }
}

async function entryPoints() {
  const { exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  return Object.values(exports).flatMap(({ types }) => types === undefined ? [] : resolve(root, types));
}

async function reach(file, reached) {
  if (reached.has(file)) return;
  reached.add(file);
  for (const named of namedBy(await readFile(file, "utf8"))) await reach(resolve(dirname(file), named), reached);
}

/** The declarations that one names: by `from`, by `import()` in a type, by a reference. */
function namedBy(text) {
  const modules = [...text.matchAll(/(?:from |import\()"(\.[^"]+)"/g)];
  const references = [...text.matchAll(/<reference path="([^"]+)"/g)];
  return [...modules.map(([, path]) => path.replace(/\.[jt]s$/, ".d.ts")), ...references.map(([, path]) => path)];
}
