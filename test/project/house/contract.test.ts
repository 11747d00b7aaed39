import * as assert from "uvu/assert";
import { filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("contract");

// How many rules the contract has by now, for each letter. Growing it takes a line here.
const counts = {
  C: 29,
  B: 3,
  S: 8,
  T: 3,
  G: 3,
  P: 7,
  K: 5,
  R: 6,
  N: 2,
  W: 7,
};

const rules = [...read("docs/contract.md").matchAll(/^(?:[-*] )?\*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule ?? "");

/** The rules at the end of each test's name, such as `test("nobody overtakes (C1, S3)"`, with the file it stands in. */
const tested = filesBelow("test").filter((file) => file.endsWith(".ts")).flatMap((file) =>
  [...read(file).matchAll(/\b\w+\(\s*(["'`])(?:(?!\1)[^\\\n]|\\.)*\(([A-Z]\d+(?:, [A-Z]\d+)*)\)\1/g)]
    .flatMap(([, , list = ""]) => list.split(", ").map((rule) => ({ rule, file })))
).filter(({ file }) => !file.startsWith("test/project/house/"));

test("docs/contract.md states every rule once, numbered without a gap", () => {
  const expected = Object.entries(counts).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`)
  );
  assert.equal([...rules].sort(), expected.sort());
});

test("every rule has a test whose name ends with its number", () => {
  const numbers = new Set(tested.map(({ rule }) => rule));
  assert.equal(rules.filter((rule) => !numbers.has(rule)), []);
});

test("every rule number in a test's name exists", () => {
  assert.equal(tested.filter(({ rule }) => !rules.includes(rule)), []);
});

test.run();
