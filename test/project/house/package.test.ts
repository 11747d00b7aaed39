// What users install: the files that npm would pack. `npm run test:packed` installs them, too.
import * as assert from "uvu/assert";
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { json, read, root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("package");
const execute = promisify(execFile);

async function textsIn(folder: string, ending: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return await Promise.all(
    files.filter((file) => file.endsWith(ending) && !file.endsWith(".d.ts")).map((file) => {
      return readFile(join(root, folder, file), "utf8");
    }),
  );
}

interface Report {
  /** Of the packed tarball, in bytes. */
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

let report: Promise<Report> | undefined;

/** What `npm pack` would pack; nothing is built or written. */
function packed(): Promise<Report> {
  return report ??= dryRun();
}

async function dryRun(): Promise<Report> {
  const npm = process.env["npm_execpath"];
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const words = [...first, "pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = await execute(command ?? "npm", words, { cwd: root });
  // npm 11 gives a list, other versions an object with a key for each package.
  const [only] = Object.values<Report>(JSON.parse(stdout));
  if (only === undefined) throw new Error("npm packs nothing");
  return only;
}

test("the package holds the code, its types, its maps and its changelog, and nothing else", async () => {
  const files = (await packed()).files.map(({ path }) => path);
  const expected = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
  assert.equal(files.filter((file) => !file.startsWith("dist/")).sort(), expected);
  assert.equal(files.filter((file) => file.startsWith("dist/") && !/\.(js|js\.map|d\.ts)$/.test(file)), []);
  for (const file of ["dist/mod.js", "dist/mod.d.ts", "dist/mod.js.map"]) assert.ok(files.includes(file), file);
}, { within: 120_000 });

test("the package takes at most 306 kB, packed", async () => {
  const { size } = await packed();
  assert.ok(size <= 306_000, `${size} bytes`);
}, { within: 120_000 });

test("the package has no dependencies, and says that require() needs Node 20.19 or 22.12", () => {
  const { dependencies, peerDependencies, optionalDependencies, engines } = json("package.json");
  assert.equal([dependencies, peerDependencies, optionalDependencies], [undefined, undefined, undefined]);
  assert.equal(engines, { node: "^20.19.0 || >=22.12.0" });
});

test("each declaration is that of an entry point, or another one needs it", async () => {
  const entries = Object.values<{ types?: string }>(json("package.json").exports).flatMap(({ types }) => types ?? []);
  const files = (await packed()).files.map(({ path }) => path).filter((path) => path.endsWith(".d.ts"));
  const needed = new Set(entries.map((path) => posix.normalize(path)));
  for (const file of files) {
    for (const [, path = ""] of read(file).matchAll(/(?:from |import\(|reference path=)"(\.[^"]+)"/g)) {
      needed.add(posix.join(posix.dirname(file), path.replace(/(\.d)?\.[jt]s$/, ".d.ts")));
    }
  }
  assert.ok(files.length > 50);
  assert.equal(files.sort(), [...needed].sort());
}, { within: 120_000 });

test("each map has the source in it, line for line, and without comments", async () => {
  const maps = (await textsIn("dist", ".js.map")).map((text) => JSON.parse(text)) as {
    sources: string[];
    sourcesContent?: string[];
  }[];
  const sources = maps.flatMap((map) =>
    map.sources.map((path, index) => ({ path, text: map.sourcesContent?.[index] }))
  );
  assert.ok(sources.length > 100);
  for (const { path, text = "" } of sources) {
    const source = (await readFile(join(root, path.replace(/^(\.\.\/)+/, "")), "utf8")).split("\n");
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      assert.ok(line === "" || line === source[index] || line === 'import "../mod.ts";', `${path}:${index + 1}`);
    }
    assert.not.match(text, /^ *(\/\/|\/\*)/m, path);
  }
});

test("what the source declares by `const` or as a class is a constant in the code, and all else is none", async () => {
  const code = (await textsIn("dist", ".js")).join("\n");
  const source = (await textsIn("src", ".ts")).join("\n");
  const namesIn = (text: string, pattern: RegExp) => {
    return new Set([...text.matchAll(pattern)].map(([, name = ""]) => name.replace(/\d+$/, "")));
  };
  const variables = [...namesIn(source, /^(?:export )?let (\w+)/gm)].sort();
  assert.ok(variables.length > 10);
  assert.equal([...namesIn(code, /^var (\w+)/gm)].sort(), variables);
  assert.ok(namesIn(code, /^const (\w+) = /gm).size > 200);
});

test("what bundles share compares with constants of its own and calls some, and most of its functions are constants", async () => {
  const chunks = await textsIn("dist/chunks", ".js");
  const source = (await textsIn("src", ".ts")).join("\n");
  const variables = new Set([...source.matchAll(/^(?:export )?let (\w+)/gm)].map(([, name]) => name));
  const own = new Set<string>();
  let [fixed, free] = [0, 0];
  for (const chunk of chunks) {
    const [imported, exported] = ["import", "export"].map((kind) => {
      const lists = [...chunk.matchAll(new RegExp(`^.*\\b${kind} \\{([^}]*)\\}`, "gm"))];
      return lists.flatMap(([, list = ""]) => list.split(",").map((entry) => entry.trim()));
    });
    assert.equal(imported!.filter((entry) => !entry.endsWith("$") && !variables.has(entry)), []);
    assert.equal(
      exported!.filter((name) => /^\w+$/.test(name) && new RegExp(`[!=]== ${name}\\b(?!\\()`).test(chunk)),
      [],
    );
    for (const entry of exported!) if (entry.includes("$")) own.add(entry);
    const functions = [...chunk.matchAll(/^(?:async )?function\*? (\w+)/gm)].map(([, name = ""]) => name);
    free += functions.filter((name) => !exported!.some((entry) => entry.split(" as ").includes(name))).length;
    fixed += chunk.match(/^const \w+ = (?:async )?function/gm)!.length;
  }
  assert.ok(fixed > 100 && free < 20);
  assert.ok(chunks.length > 1);
  for (const name of ["WAIT", "END", "completed", "flush"]) assert.ok(own.has(`${name}$ as ${name}`), name);
});

test("a function stays one if it may be needed on import, by a spread or beside strings, too; a method is no call", async () => {
  const { shared } = await import(new URL("../../../tools/constant.mjs", import.meta.url).href) as {
    shared(text: string, variables: Set<string>): string;
  };
  const later = "function later() {\n  return 1;\n}\n";
  const run = "function run() {\n  return later();\n}\nexport {\n  later,\n  run\n};\n";
  assert.match(shared(`${later}${run}`, new Set()), /^const later = function\(\) \{/);
  for (const early of ["[...later()]", "'a\"' + later() + 'b\"'", "later()"]) {
    assert.match(shared(`const s = ${early};\n${later}${run}`, new Set()), /^function later\(\) \{/m);
  }
  const method = "const A = class {\n  later() {\n  }\n};\nexport {\n  A,\n  later\n};\n";
  assert.match(shared(`${later}${method}`, new Set()), /^function later\(\) \{/);
});

/** What each platform lacks, or has, other than Node: as code. */
const platforms = {
  "without setImmediate, as in browsers": "delete globalThis.setImmediate;",
  "without messages, too": "delete globalThis.setImmediate; delete globalThis.MessageChannel;",
  "without timers, too":
    "delete globalThis.setImmediate; delete globalThis.MessageChannel; delete globalThis.setTimeout;",
  "without signals": "delete globalThis.AbortController; delete globalThis.AbortSignal;",
  "of Cloudflare's": `delete globalThis.setImmediate;
     Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Cloudflare-Workers" } });`,
};
for (const [platform, made] of Object.entries(platforms)) {
  test(`every entry point loads, and channels work, on a platform ${platform}`, async () => {
    const manifest = await readFile(join(root, "package.json"), "utf8");
    const { exports } = JSON.parse(manifest) as { exports: Record<string, { default?: string }> };
    const entries = Object.values(exports).flatMap((entry) => entry.default ?? []);
    assert.ok(entries.length > 3);
    const script = `
      ${made}
      for (const entry of ${JSON.stringify(entries)}) await import(entry);
      const { channel, map, pipeline } = await import("./dist/mod.js");
      const numbers = channel(4);
      void numbers.sendAll(Array.from({ length: 3000 }, () => 1)).then(() => numbers.close());
      console.log(await pipeline(numbers, map((number) => number + 1)).reduce((sum, number) => sum + number, 0));
      process.exit(); // a port keeps it alive`;
    const { stdout } = await execute(process.execPath, ["--input-type=module", "--eval", script], { cwd: root });
    assert.is(stdout.trim(), "6000");
  });
}

test("what is marked as pure is a call, as bundlers want it", async () => {
  const code = (await textsIn("dist", ".js")).join("\n");
  assert.ok(code.match(/@__PURE__/g)!.length > 50);
  assert.equal(code.match(/\/\* @__PURE__ \*\/ (?!new \w|new \(class|\(\(\) => class|\w+(?:\.\w+)*\().*/g) ?? [], []);
});

test("a field may be set instead of defined: nothing has a setter, and what a class declares and does not set is no field", async () => {
  const [code, source] = [await textsIn("dist", ".js"), await textsIn("src", ".ts")];
  assert.equal(
    source.flatMap((text) => text.match(/^ *(?:static |override |private |protected )*set [\w[].*/gm) ?? []),
    [],
  );
  assert.equal(code.flatMap((text) => text.match(/^ {2}\w+;$/gm) ?? []), []);
});

test.run();
