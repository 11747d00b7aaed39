// The project as the house tests read it. For Node.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the project is. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

const generated = new Set([".git", "node_modules", "dist", "coverage"]);

/** The files below a folder, by their paths from the project's root, in order; what is generated is left out. */
export function filesBelow(folder: string): string[] {
  return walk(join(root, folder)).map((path) => relative(root, path).split(sep).join("/")).sort();
}

export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** A file's code: the comments, which may show what the code may not do, are taken out. */
export function code(path: string): string {
  return read(path).replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

// deno-lint-ignore no-explicit-any
export function json(path: string): any {
  return JSON.parse(read(path));
}

/** What a file imports or re-exports, dynamic imports and types included. */
export function imports(path: string): string[] {
  const from = /\b(?:from|import)\s*\(?\s*"([^"]+)"/g;
  return [...code(path).matchAll(from)].map(([, specifier]) => specifier ?? "");
}

/** The names that a file exports, types included; `export *` is followed. */
export function exportedNames(path: string): string[] {
  const text = code(path);
  const own =
    /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|const|let|interface|type|enum) (\w+)/gm;
  const lists = /^export (?:type )?\{([^}]*)\}/gm;
  const all = /^export (?:type )?\* from "([^"]+)"/gm;
  const names = [
    ...[...text.matchAll(own)].map(([, name]) => name ?? ""),
    ...[...text.matchAll(lists)].flatMap(([, list]) => listed(list ?? "")),
    ...[...text.matchAll(all)].flatMap(([, from]) => exportedNames(join(path, "..", from ?? "").split(sep).join("/"))),
  ];
  return [...new Set(names)].sort();
}

function listed(list: string): string[] {
  return list.split(",").map((entry) => entry.trim().split(/\s+/).at(-1) ?? "").filter((name) => name !== "");
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !generated.has(name)).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}
