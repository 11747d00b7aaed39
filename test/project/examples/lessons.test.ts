// Each program that says at its end what it prints, as a user runs it, on every runtime: it prints what its last comment says, and ends by itself.
import * as assert from "uvu/assert";
import { fileURLToPath } from "node:url";
import { withoutFolders } from "../../../tools/tour/lesson.ts";
import { filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { commands, runtimes, start } from "./hash-tree/job.ts";

const test = suite("lessons");

const lessons = filesBelow("examples").filter((file) => /^examples\/\d\d-[^/]*\.ts$/.test(file));
const classics = filesBelow("examples/classics");

/** The lines of a text, without the empty ones at its end. */
function lines(text: string): string[] {
  return text.trimEnd().split("\n");
}

/** What a program says that it prints, and reports of a deadlock: the comment at its end. */
function promised(file: string): { output: string[]; report: string[] } {
  const [, end = ""] = read(file).split("\n// Output:\n");
  const [output = "", ...report] = end.split("// Report:\n");
  return { output: uncommented(output), report: report.flatMap(uncommented) };
}

function uncommented(text: string): string[] {
  return lines(text).map((line) => line.replace(/^\/\/ ?/, ""));
}

const others = filesBelow("examples").filter((file) =>
  /^examples\/(from\/)?[a-z-]+\.ts$/.test(file) && read(file).includes("\n// Output:\n")
);

for (const file of [...lessons, ...classics, ...others]) {
  test(`${file} prints what it says, on every runtime`, async () => {
    const path = fileURLToPath(new URL(`../../../${file}`, import.meta.url));
    await Promise.all(runtimes.map(async (runtime) => {
      const { status, signal, stdout, stderr } = await start([...commands[runtime], path]).ended;
      const { output, report } = promised(file);
      assert.equal(lines(stdout), output, `${runtime}: ${stderr}`);
      assert.equal([status, signal], [report.length > 0 ? 2 : 0, null], `${runtime}: ${stderr}`);
      if (report.length > 0) assert.equal(lines(withoutFolders(stderr)), report, runtime);
    }));
  }, { within: 60_000 });
}

test("lessons are numbered without a gap, short, and say what one learns", () => {
  assert.ok(lessons.length >= 12);
  lessons.forEach((file, index) => {
    const text = read(file);
    assert.match(text, new RegExp(`^// Lesson ${index + 1}: .+\\.\n//\n// You learn: `));
    assert.ok(file.startsWith(`examples/${`${index + 1}`.padStart(2, "0")}-`), file);
    assert.ok(lines(text).length < 40, `${file} has ${lines(text).length} lines`);
    const { output } = promised(file);
    assert.ok(output.length > 0 && lines(text).slice(-output.length).every((line) => /^\/\//.test(line)));
  });
});

test("what others write has its counterpart, and the programs that a page shows are among these", () => {
  for (const name of ["clicks", "interop", "bounded-pool"]) assert.ok(others.includes(`examples/${name}.ts`), name);
  const pairs = filesBelow("examples/from");
  assert.ok(pairs.length >= 16);
  assert.equal(pairs.filter((file) => !others.includes(file)), []);
  for (const file of pairs) {
    assert.ok(pairs.includes(file.replace(/there|here/, (side) => side === "here" ? "there" : "here")), file);
  }
});

test("a classic names its source first, and then what it shows", () => {
  assert.ok(classics.length >= 12);
  for (const file of classics) {
    assert.match(read(file), /^\/\/ After .*\d{4}.*\n(\/\/ .+\n)*\/\/\n\/\/ It shows /, file);
  }
});

test.run();
