import * as assert from "uvu/assert";
import { transformSync } from "esbuild";
import { filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("mirror");
const source = filesBelow("src").filter((file) => file.endsWith(".ts"));
const tests = filesBelow("test").filter((file) => file.endsWith(".test.ts"));

/** `core/select` for `src/core/select/pick.ts` and `test/core/select/pick.test.ts`; empty for `src/mod.ts`. */
function folderOf(file: string): string {
  return file.split("/").slice(1, -1).join("/");
}

function isTypesOnly(file: string): boolean {
  return transformSync(read(file), { loader: "ts" }).code.trim() === "";
}

const rooms = new Set(source.map(folderOf).filter((folder) => folder !== ""));
const tested = new Set(tests.map(folderOf));

test("a folder of tests within a room's folder mirrors an inner room", () => {
  const within = [...tested].filter((folder) => rooms.has(folder.split("/")[0]!));
  assert.ok(within.length > 0);
  assert.equal(within.filter((folder) => !rooms.has(folder)), []);
});

test("a room with code has tests; a mod.ts only passes on", () => {
  const withCode = new Set(source.filter((file) => !file.endsWith("/mod.ts") && !isTypesOnly(file)).map(folderOf));
  withCode.delete("");
  assert.ok(withCode.size > 0);
  assert.equal([...withCode].filter((room) => !tested.has(room)), []);
});

test("a types.ts holds nothing but types", () => {
  assert.equal(source.filter((file) => file.endsWith("/types.ts") && !isTypesOnly(file)), []);
});

test("every test file runs its suite", () => {
  assert.equal(tests.filter((file) => !/^ *\w+\.run\(\);$/m.test(read(file))), []);
});

test.run();
