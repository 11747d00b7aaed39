// The packed package for engines that lack the syntax of ES2022: TypeScript rewrites it as ES5 and takes what it needs for
// that from tslib. esbuild joins the modules; it cannot lower classes and async functions itself.
import { build, type Plugin } from "esbuild";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../../support/project.ts";

const modules = join(root, "test", "platforms", "packed", "node_modules");
/** What is used of TypeScript 5, the last one that writes ES5. */
interface TypeScript {
  readonly ScriptTarget: { readonly ES5: number };
  readonly ModuleKind: { readonly ESNext: number };
  transpileModule(text: string, options: { readonly compilerOptions: object }): { readonly outputText: string };
}

const typescript: TypeScript = createRequire(import.meta.url)(join(modules, "typescript"));

/** As ES5, but for `import` and `export`, which are left to esbuild. */
function toES5(text: string): string {
  const { ES5 } = typescript.ScriptTarget;
  const { ESNext } = typescript.ModuleKind;
  const options = { target: ES5, module: ESNext, importHelpers: true, downlevelIteration: true };
  return typescript.transpileModule(text, { compilerOptions: options }).outputText;
}

const lowering: Plugin = {
  name: "lowering",
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, async ({ path }) => ({ contents: toES5(await readFile(path, "utf8")) }));
  },
};

/** A program in a folder, with all that it imports, as one script; with `lower` as ES5. */
export async function script(program: string, folder: string, { lower = false } = {}): Promise<string> {
  const { outputFiles: [file] } = await build({
    stdin: { contents: lower ? toES5(program) : program, resolveDir: folder },
    nodePaths: [modules], // tslib
    bundle: true,
    format: "iife",
    platform: "neutral",
    target: lower ? "es5" : "es2022",
    plugins: lower ? [lowering] : [],
    write: false,
  });
  return file!.text;
}
