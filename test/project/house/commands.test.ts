// What the commands of the README say when they are called wrongly.
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import process from "node:process";
import * as assert from "uvu/assert";
import { root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("commands");

/** Runs test files as `npm run test:file -- FILE...` does. */
function testFile(...files: string[]) {
  const words = ["tools/run.mjs", "test/support/run.ts", ...files];
  const { status, stderr, stdout } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  return { status, stderr, stdout };
}

test("npm run test:file refuses a file that does not exist, and lists those of a similar name", () => {
  const { status, stderr } = testFile("test/ring.test.ts");
  assert.is(status, 2);
  assert.match(stderr, /^Cannot run test\/ring\.test\.ts: there is no such file\. There are:\n/);
  assert.match(stderr, /^ {2}test\/core\/.*ring\.test\.ts$/m);
});

test("npm run test:file refuses to run without a file", () => {
  const { status, stderr } = testFile();
  assert.is(status, 2);
  assert.match(stderr, /^Cannot run: say which test files/);
});

test("npm run test:file takes an absolute path", () => {
  const { status, stdout } = testFile(resolve(root, "test/core/errors.test.ts"));
  assert.is(status, 0);
  assert.match(stdout, /[1-9]\d* passed, 0 failed/);
});

test.run();
