// Makes of src/ the code that users install. A file of many small modules, or of many small chunks, loads many times slower
// than one of a few, so the bundle has one chunk of all that the core is, one of the other rooms that `sluice` opens, and
// a file for each entry point. Comments stay out, since an engine reads them, too. Bundlers can drop what is not used all
// the same, see droppable.mjs; and what is constant stays constant, see constant.mjs.
import { build, transform } from "esbuild";
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { constant, shared, variablesOf } from "./constant.mjs";
import { droppable } from "./droppable.mjs";
import { root } from "./setup.mjs";

/**
 * Writes the code of all entry points, and their source maps, into a folder. A map has the sources in it, without
 * comments but with every line in its place: with them it would take three times as much of the package. `replaced` names
 * modules of src/ by their paths, and the file that each is read from instead.
 */
export async function writeCode(folder, replaced = {}) {
  const variables = new Set();
  for (const path of Object.keys(replaced)) await access(join(root, "src", path));
  const { outputFiles } = await build({
    ...options([wholeRooms(variables, replaced)]),
    entryPoints: await entryPoints(),
    outdir: folder,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    sourcemap: "linked",
  });
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, path.endsWith(".js") ? written(relative(folder, path), text, variables) : text);
  }
}

/** What is fast is in the chunks; what meets a platform shall be small. */
function written(path, text, variables) {
  const code = constant(text, variables);
  return droppable(path.startsWith(`chunks${sep}`) ? shared(code, variables) : code);
}

/** The code of the front door, and of all that it opens, as one text. */
export async function frontDoor() {
  const { outputFiles } = await build({
    ...options([wholeRooms(new Set())]),
    entryPoints: [join(root, "src", "mod.ts")],
  });
  return outputFiles[0].text;
}

/** What `exports` points to: { "core/mod": "…/src/core/mod.ts" } for "./dist/core/mod.js". */
async function entryPoints() {
  const { exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const files = Object.values(exports).map((entry) => entry.default).filter((file) => file !== undefined);
  const names = files.map((file) => file.slice("./dist/".length, -".js".length));
  return Object.fromEntries(names.map((name) => [name, join(root, "src", `${name}.ts`)]));
}

function options(plugins) {
  return {
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    // A field that a class declares and its constructor then sets costs V8 twice, and is no constant to it: half of what a
    // channel costs that is made. It comes to the same, for no class here has a setter; only an error cannot be named any
    // more where somebody has frozen `Error.prototype`.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    external: ["node:*"],
    logLevel: "warning",
    write: false,
    plugins,
  };
}

/**
 * Code that the same entry points need shares a chunk. So each room that meets a platform imports the front door: as far
 * as it is not there already, it adds nothing to what a program loads that uses both. Collects what is no constant.
 */
const wholeRooms = (variables, replaced = {}) => ({
  name: "whole rooms",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.ts$/ }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path), sideEffects: true }));
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const own = relative(join(root, "src"), path).split(sep);
      const text = await withoutComments(await readFile(replaced[own.join("/")] ?? path, "utf8"));
      for (const name of variablesOf(text)) variables.add(name);
      const [room, file] = own;
      const meetsPlatform = file === "mod.ts" && (await entryPoints())[`${room}/mod`] !== undefined && room !== "core";
      return { contents: meetsPlatform ? `${text}import "../mod.ts";\n` : text, loader: "ts" };
    });
  },
});

/** The same code and the same lines. */
async function withoutComments(text) {
  const emptied = text.replace(/^ *(?:\/\*\*[^]*?\*\/|\/\/.*)$/gm, (comment) => comment.replace(/.+/g, ""));
  const [before, after] = await Promise.all([text, emptied].map(minified));
  if (before !== after) throw new Error("Cannot bundle: what looks like a comment is none");
  return emptied;
}

async function minified(text) {
  return (await transform(text, { loader: "ts", minifyWhitespace: true })).code;
}
