import * as assert from "uvu/assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("contexts");

/** The built declarations, without comments. */
const declarations = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".d.ts"))
  .map((file) => ({ file, text: readFileSync(join(root, "dist", file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "") }));

/** The parameters of every function type, such as `(value: A, index: number) => B`, as they are written. */
function functionTypes(text: string): string[] {
  return [...text.matchAll(/\)\s*=>/g)].map(({ index }) => {
    let depth = 0;
    let start = index;
    do {
      if (text[start] === ")") depth++;
      if (text[start] === "(") depth--;
      start--;
    } while (depth > 0);
    return text.slice(start + 2, index);
  });
}

/** Is a signal among these parameters as it is, and not a member of an object? */
function takesBareSignal(parameters: string): boolean {
  let flat = parameters;
  for (let before = ""; before !== flat;) {
    before = flat;
    flat = flat.replace(/\{[^{}]*\}|\([^()]*\)|<[^<>]*>/g, "");
  }
  return /:\s*[^,]*\bAbortSignal\b/.test(flat);
}

test("the search knows a bare signal from one in a context", () => {
  const text = "go<U>(task: (signal?: AbortSignal) => U, other: (context: { signal: AbortSignal }) => void): void";
  assert.equal(functionTypes(text).map(takesBareSignal), [true, false]);
});

test("a function that users give gets a context with the signal, and never a bare signal", () => {
  const all = declarations.flatMap(({ file, text }) => functionTypes(text).map((parameters) => ({ file, parameters })));
  assert.ok(all.length > 100, `${all.length} function types`);
  assert.equal(all.filter(({ parameters }) => takesBareSignal(parameters)), []);
});

test.run();
