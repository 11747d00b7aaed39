// Every example in a doc comment and in the pages below prints what the comments behind its `console.log` calls say, one after the
// other, with a space for each line break. (`deno test --doc` runs and type-checks the same examples.)
import * as assert from "uvu/assert";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";
import { exportedNames, filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("examples in docs");

/** The blocks of TypeScript in a text, without the stars of a comment. */
function blocks(text: string): string[] {
  const found = text.matchAll(/^( \* |)```ts\n([\s\S]*?)^\1```$/gm);
  return [...found].map(([, star = "", code = ""]) => {
    const lines = code.split("\n").map((line) => line.startsWith(star) ? line.slice(star.length) : line.slice(2));
    return lines.join("\n").replaceAll("*\\/", "*/");
  });
}

/** What the comments say it prints. */
function promised(code: string): string {
  const logs = code.split("\n").filter((line) => line.includes("console.log("));
  return logs.map((line) => /; \/\/ (.*)$/.exec(line)?.[1] ?? `(no comment behind ${line.trim()})`).join(" ");
}

/** What it does print. */
async function printed(code: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-example-"));
  const { log } = console;
  const lines: string[] = [];
  try {
    const file = join(folder, "example.ts");
    await writeFile(file, code);
    console.log = (...values) => void lines.push(format(...values).replaceAll("'", '"'));
    await import(pathToFileURL(file).href);
  } finally {
    console.log = log;
    await rm(folder, { recursive: true });
  }
  return lines.join(" ");
}

let count = 0;
const pages = ["README.md", "docs/overview.md", "docs/adapters.md", "docs/node.md", "docs/stages.md"];
for (const path of [...filesBelow("src"), ...pages]) {
  for (const [index, code] of blocks(read(path)).entries()) {
    count++;
    test(`example ${index + 1} of ${path} prints what it says`, async () => {
      assert.is(await printed(code), promised(code));
    });
  }
}

test("docs/stages.md has an example of each stage, source of many and split", () => {
  const names = exportedNames("src/stages/mod.ts").filter((name) => /^[a-z]/.test(name));
  const sections = read("docs/stages.md").split(/^#### /m);
  const shows = (name: string) =>
    sections.some((section) => section.startsWith(`\`${name}\`\n`) && blocks(section)[0]?.includes(`${name}(`));
  assert.ok(names.length >= 20);
  assert.equal(names.filter((name) => !shows(name)), []);
});

test("there are examples", () => assert.ok(count >= 20));

test.run();
