import * as assert from "uvu/assert";
import { basename } from "node:path";
import { code, filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("names");
const source = filesBelow("src");
const tests = filesBelow("test");

test("files in src and test are kebab-case", () => {
  const names = [...source, ...tests].filter((file) => !/\/package(-lock)?\.json$|\/\.npmrc$/.test(file));
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/;
  assert.equal(names.filter((file) => !kebab.test(basename(file))), []);
});

test("there is no room or file for things without a place", () => {
  const vague = /(^|[/-])(utils?|helpers?|common|misc)([/.-]|$)/;
  assert.equal([...source, ...tests].filter((file) => vague.test(file)), []);
});

test("a file of src has 250 lines at most", () => {
  assert.equal(source.filter((file) => read(file).trimEnd().split("\n").length > 250), []);
});

test("src has no async generator: its return() would wait behind a pending next()", () => {
  assert.equal(source.filter((file) => /\basync\s*(function\s*)?\*/.test(code(file))), []);
});

test("nothing in src awaits at top level", () => {
  assert.equal(source.filter((file) => /^(?:await|(?:const|let) .*=\s*await|for await)\b/m.test(code(file))), []);
});

test.run();
