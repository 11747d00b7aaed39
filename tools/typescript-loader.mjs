// The two module hooks behind typescript-hook.mjs. They run in a thread of their own, for `.ts` files of this project only.
import { readFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

const built = Boolean(process.env.SLUICE_BUILT);
const folder = new URL(built ? "../dist/" : "../src/", import.meta.url);
const extension = built ? "js" : "ts";

// The same settings as tsconfig.json where they change what runs.
const settings = { compilerOptions: { target: "ES2022", verbatimModuleSyntax: true, useDefineForClassFields: true } };

/** `sluice` and `sluice/NAME` mean the source, so that tests and examples never wait for a build, or what was built of it. */
export function resolve(specifier, context, next) {
  if (specifier === "sluice") return found(`mod.${extension}`);
  const room = /^sluice\/([a-z-]+)$/.exec(specifier)?.[1];
  if (room) return found(`${room}/mod.${extension}`);
  return next(specifier, context);
}

function found(file) {
  return { url: new URL(file, folder).href, format: "module", shortCircuit: true };
}

export async function load(url, context, next) {
  if (!url.startsWith("file:") || !/\.ts(\?|$)/.test(url)) return next(url, context);
  const path = fileURLToPath(url);
  const { code } = await transform(await readFile(path, "utf8"), {
    loader: "ts",
    format: "esm",
    target: "es2022",
    sourcefile: path,
    sourcemap: "inline",
    sourcesContent: true,
    tsconfigRaw: settings,
  });
  return { format: "module", source: code, shortCircuit: true };
}
