// docs/trace.md shows what its own program prints.
import * as assert from "uvu/assert";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("docs/trace.md");
const page = read("docs/trace.md");

/** The first block of this language. */
function block(language: string): string {
  const [, text = ""] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page) ?? [];
  return text.trimEnd();
}

test("the diagram and the table are those of the program", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sluice-trace-"));
  const { log } = console;
  const printed: string[] = [];
  try {
    const file = join(folder, "jobs.ts");
    await writeFile(file, block("ts"));
    console.log = (text) => void printed.push(text);
    await import(pathToFileURL(file).href);
  } finally {
    console.log = log;
    await rm(folder, { recursive: true });
  }
  assert.equal(printed, [block("mermaid"), block("text")]);
});

test("the reports are those that the examples end with", () => {
  for (const name of ["philosophers", "tee"]) {
    const [, report = ""] = read(`examples/asleep/${name}.ts`).split("\n// Report:\n");
    assert.is(block(`text ${name}`), report.trimEnd().replace(/^\/\/ ?/gm, ""));
  }
});

test.run();
