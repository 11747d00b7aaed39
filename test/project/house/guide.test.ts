// The guide to backpressure shows its programs as they are, and what they measure. The figures themselves are compared
// with each other by test/project/examples/guide.test.ts.
import * as assert from "uvu/assert";
import { block, filled, folder } from "../../support/guide.ts";
import { filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("guide");

const page = read("docs/backpressure.md");
const programs = filesBelow(folder);
const chapters = programs.flatMap((file) => /([^/]+)-before\.ts$/.exec(file)?.[1] ?? []);

/** What stands on a page between the markers of that kind and name. */
function between(page: string, kind: string, name: string): string {
  const [, after = ""] = page.split(`<!-- ${kind}: ${name} -->\n\n`);
  return after.split(`\n\n<!-- end of ${kind} -->`)[0] ?? "";
}

test("each program has its counterpart, and the page shows both as they are", () => {
  assert.ok(chapters.length >= 6);
  assert.equal(programs, chapters.flatMap((name) => [`${folder}/${name}-after.ts`, `${folder}/${name}-before.ts`]));
  for (const file of programs) {
    assert.is(between(page, "program", file), block(read(file)), `${file}: npm run guide:figures`);
  }
});

test("the page for those who come from other libraries shows each program as it is", () => {
  const page = read("docs/from-other-libraries.md");
  const shown = [...filesBelow("examples/from"), "examples/interop.ts", "examples/bounded-pool.ts"];
  for (const file of shown) {
    const found = between(page, "program", file);
    assert.is(found, block(read(file)), `${file}: npm run guide:figures`);
  }
});

test("each chapter has figures, as many as its programs print, with a number in both versions", () => {
  for (const name of chapters) {
    const [head, , ...rows] = between(page, "figures", name).split("\n");
    assert.match(head ?? "", /^\| +\| before +\| after +\|$/, name);
    for (const row of rows) {
      assert.match(row, /^\| [a-z][^|]*[^ |] +\| \d+(\.\d+)?( MB| ms| s)? +\| \d+(\.\d+)?( MB| ms| s)? +\|$/);
    }
    assert.is(rows.length >= 3, true, name);
  }
});

test("filled() makes anew what stands between markers, and nothing else", async () => {
  const text =
    "a\n\n<!-- program: x.ts -->\n\nold\n\n<!-- end of program -->\n\nb\n\n<!-- figures: y -->\n\nold\n\n<!-- end of figures -->\n";
  assert.is(
    await filled(text, { program: (file) => `$& of ${file}`, figures: (name) => Promise.resolve(name) }),
    "a\n\n<!-- program: x.ts -->\n\n$& of x.ts\n\n<!-- end of program -->\n\nb\n\n<!-- figures: y -->\n\ny\n\n<!-- end of figures -->\n",
  );
});

test.run();
