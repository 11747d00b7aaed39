import * as assert from "uvu/assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("abort-signal");

/** What the compiler says of a program that imports the built declarations, with these libraries and types only. */
function compiled(program: string, ...options: string[]): string {
  const folder = mkdtempSync(join(root, "node_modules", "abort-signal-"));
  try {
    const file = join(folder, "program.ts");
    writeFileSync(file, program);
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const always = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--ignoreConfig"];
    return spawnSync(process.execPath, [tsc, ...always, ...options, file], { encoding: "utf8", cwd: root }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const from = JSON.stringify(join(root, "dist", "core", "mod.js"));
const right = `import { channel, select, type WaitOptions } from ${from};
export const wait = (signal: AbortSignal): WaitOptions => ({ signal });
export const hit = (signal: AbortSignal) => select({ stop: signal, job: channel<number>(1) });
`;
const wrong = `${right}export const bad = [select({ x: 5 }), channel(1).receive({ signal: 5 })];\n`;

test("without types of a platform a number is not an AbortSignal (C25)", () => {
  const output = compiled(wrong, "--lib", "es2022", "--types", "");
  assert.is(output.match(/error TS/g)?.length, 2, output);
});

for (
  const [platform, options] of [["none", ["--lib", "es2022", "--types", ""]], ["the web", [
    "--lib",
    "es2022,dom",
    "--types",
    "",
  ]], ["Node", ["--lib", "es2022", "--types", "node"]]] as const
) {
  test(`the AbortSignal of the declarations merges with the types of ${platform} (C25)`, () => {
    assert.is(compiled(right, ...options), "");
  });
}

test.run();
