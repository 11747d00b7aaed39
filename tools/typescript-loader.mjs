// The two module hooks behind typescript-hook.mjs. They run in a thread of their own, for `.ts` files of this project only.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

const source = new URL("../src/", import.meta.url);

// The same settings as tsconfig.json where they change what runs.
const settings = { compilerOptions: { target: "ES2022", verbatimModuleSyntax: true, useDefineForClassFields: true } };

/** `sluice` and `sluice/NAME` mean the source, so that tests and examples never wait for a build. */
export function resolve(specifier, context, next) {
  if (specifier === "sluice") return { url: new URL("mod.ts", source).href, format: "module", shortCircuit: true };
  const room = /^sluice\/([a-z-]+)$/.exec(specifier)?.[1];
  if (room) return { url: new URL(`${room}/mod.ts`, source).href, format: "module", shortCircuit: true };
  return next(specifier, context);
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
