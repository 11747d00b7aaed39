import * as assert from "uvu/assert";
import { transformSync } from "esbuild";
import { filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("mirror");
const source = filesBelow("src").filter((file) => file.endsWith(".ts"));
const rooms = new Set(source.map((file) => file.split("/").slice(1, -1).join("/")).filter((room) => room !== ""));
const tests = filesBelow("test").filter((file) =>
  file.endsWith(".test.ts") && rooms.has(file.split("/").slice(1, -1).join("/"))
);

/** `test/core/channel/channel.test.ts` and `test/core/channel.closing.test.ts` both look at `src/core/channel/channel.ts`. */
function counterpart(file: string): string {
  return file.replace(/^test\//, "src/").replace(/(\/[^/.]+)(\.[^/]+)?\.test\.ts$/, "$1.ts");
}

function isTypesOnly(file: string): boolean {
  return transformSync(read(file), { loader: "ts" }).code.trim() === "";
}

test("a test file in the folder of a room has its file in src", () => {
  assert.ok(tests.length > 0);
  assert.equal(tests.filter((file) => !source.includes(counterpart(file))), []);
});

test("a file of src with code has its test file; a mod.ts only passes on", () => {
  const tested = new Set(tests.map(counterpart));
  const untested = source.filter((file) => !file.endsWith("/mod.ts") && !isTypesOnly(file) && !tested.has(file));
  assert.equal(untested, []);
});

test("a types.ts holds nothing but types", () => {
  assert.equal(source.filter((file) => file.endsWith("/types.ts") && !isTypesOnly(file)), []);
});

test("every test file runs its suite", () => {
  const files = filesBelow("test").filter((file) => file.endsWith(".test.ts"));
  assert.equal(files.filter((file) => !/^ *\w+\.run\(\);$/m.test(read(file))), []);
});

test.run();
