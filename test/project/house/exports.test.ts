import * as assert from "uvu/assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { code, exportedNames, filesBelow, json, root } from "../../support/project.ts";
import { levelOf, platformLevel } from "../../support/rooms.ts";
import { suite } from "../../support/test.ts";

const test = suite("exports");
const npm = json("package.json");
const deno = json("deno.json");

/** "." and "./core": the entry points that hold code. */
const entries = Object.keys(deno.exports);
const rooms = filesBelow("src").filter((file) => /^src\/[^/]+\/mod\.ts$/.test(file));

const source = (entry: string) => entry === "." ? "src/mod.ts" : `src/${entry.slice(2)}/mod.ts`;
const importPath = (entry: string) => entry === "." ? "sluice" : `sluice/${entry.slice(2)}`;

function missingFrom(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name));
}

test("package.json and deno.json export the same entry points", () => {
  assert.equal(Object.keys(npm.exports).filter((key) => key !== "./package.json").sort(), [...entries].sort());
  assert.is(npm.exports["./package.json"], "./package.json");
});

test("an entry point is a mod.ts, and the front door's is that of src", () => {
  for (const entry of entries) {
    assert.is(deno.exports[entry], `./${source(entry)}`);
    assert.ok(existsSync(join(root, source(entry))), source(entry));
  }
});

test("what package.json exports was built", () => {
  for (const entry of entries) {
    const { types, default: code } = npm.exports[entry];
    assert.is(code, `./${source(entry).replace("src/", "dist/").replace(".ts", ".js")}`);
    assert.is(types, code.replace(".js", ".d.ts"));
    for (const file of [types, code, `${code}.map`]) assert.ok(existsSync(join(root, file)), `${file} is missing`);
  }
});

test("a room that meets a platform is an entry point, one that runs anywhere is not, but for core", () => {
  const own = rooms.filter((room) => levelOf(room) === platformLevel || room === "src/core/mod.ts");
  assert.equal(entries.filter((entry) => entry !== ".").map(source).sort(), own.sort());
});

test("the source is found by the same import paths in Deno, in Bun and by the compiler", () => {
  const paths = Object.fromEntries(entries.map((entry) => [importPath(entry), `./${source(entry)}`]));
  assert.equal(deno.imports, paths);
  const compiler = json("tsconfig.json").compilerOptions.paths;
  assert.equal(compiler, Object.fromEntries(Object.entries(paths).map(([path, file]) => [path, [file]])));
});

test("everything that a room for anywhere exports, sluice exports too", () => {
  const front = exportedNames("src/mod.ts");
  const anywhere = rooms.filter((room) => levelOf(room) < platformLevel);
  assert.ok(anywhere.length > 0);
  for (const room of anywhere) assert.equal(missingFrom(exportedNames(room), front), [], `${room} has more`);
});

test("a room names each thing that it exports, so that none slips out", () => {
  for (const room of rooms) assert.not.match(code(room), /\bexport (type )?\*/, room);
});

test("no entry point of a platform exports what sluice has by the same name", () => {
  const front = exportedNames("src/mod.ts");
  const platforms = rooms.filter((room) => levelOf(room) === platformLevel);
  assert.ok(platforms.length > 0);
  for (const room of platforms) assert.equal(exportedNames(room).filter((name) => front.includes(name)), [], room);
});

test("what was found by reading is what an importer gets", async () => {
  for (const entry of entries) {
    const names = Object.keys(await import(importPath(entry)));
    assert.ok(names.length > 0);
    assert.equal(missingFrom(names, exportedNames(source(entry))), []);
  }
});

test("package.json and deno.json agree on version and licence", () => {
  assert.is(npm.version, deno.version);
  assert.is(npm.license, deno.license);
});

test("every dependency has an exact version, and users install none", () => {
  assert.is(npm.dependencies, undefined);
  const others = filesBelow(".").filter((file) => file.endsWith("/package.json")).map(json);
  assert.ok(others.length >= 10);
  const all = Object.assign(
    {},
    ...[npm, ...others].flatMap((manifest) => [
      manifest.dependencies,
      manifest.devDependencies,
      manifest.optionalDependencies,
    ]),
  );
  for (const [name, version] of Object.entries(all)) {
    assert.match(String(version), /^(npm:[\w-]+@)?\d+\.\d+\.\d+$/, name);
  }
});

test.run();
