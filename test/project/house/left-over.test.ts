import * as assert from "uvu/assert";
import { filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("left over");

// This file names what it looks for.
const own = "test/project/house/left-over.test.ts";
const files = filesBelow(".").filter((file) => file !== own);

/** The lines that match, as "file:line: text". */
function lines(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    read(file).split("\n").map((text, index) => `${file}:${index + 1}: ${text.trim()}`).filter((line) =>
      pattern.test(line.slice(file.length))
    )
  );
}

test("nothing in src and test was left for later, or left out", () => {
  const later = /\bTODO\b|\bFIXME\b|\bXXX\b|\btest\.(only|skip)\b|\bdebugger\b/;
  assert.equal(lines(files.filter((file) => /^(src|test)\//.test(file)), later), []);
});

test("nothing in src and test silences the compiler or the coverage", () => {
  const silent = /\bas any\b|@ts-ignore|@ts-nocheck|\b(c8|v8|istanbul) ignore\b/;
  assert.equal(lines(files.filter((file) => /^(src|test)\//.test(file)), silent), []);
});

test("only the type tests expect the compiler to complain", () => {
  const elsewhere = files.filter((file) =>
    /^(src|test|examples|bench)\//.test(file) && !file.startsWith("test/project/types/")
  );
  assert.equal(lines(elsewhere, /@ts-expect-error/), []);
});

test("no file names a folder of somebody's machine", () => {
  assert.equal(lines(files, /(?<![\w.])\/(work|home|root|Users)\/\w/), []);
});

test("no file names the host of a registry", () => {
  assert.equal(lines(files, /\bregistry\.[a-z]|"resolved":/), []);
});

test.run();
