// The README's table of overload is what `npm run bench:overload -- --publish` recorded.
import * as assert from "uvu/assert";
import { json, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

interface Recorded {
  readonly results: readonly { readonly contender: string; readonly held: number; readonly megabytes: number }[];
}

const test = suite("overload");

const recorded: Recorded = json("bench/overload/recorded.json");
const { table }: { table: (recorded: Recorded) => string[] } = await import(
  new URL("../../../bench/overload/table.mjs", import.meta.url).href
);

/** The cells of a table, without the blanks that make its columns even. */
const cells = (lines: readonly string[]) =>
  lines.map((line) => line.split("|").map((cell) => cell.trim().replace(/^-+$/, "---")).join("|"));

test("the README has the table that was recorded", () => {
  const [, page = ""] = read("README.md").split(/<!-- (?:end of )?overload: npm run bench:overload -->/);
  assert.equal(cells(page.trim().split("\n")), cells(table(recorded)));
});

test("what was recorded bears out what the README says: Sluice holds what works, and an unbounded queue holds all", () => {
  const found = (name: string) => recorded.results.find(({ contender }) => contender === name);
  assert.ok(found("sluice")!.held <= 16);
  for (const unbounded of ["p-queue", "rxjs"]) {
    assert.is(found(unbounded)!.held, 20_000);
    assert.ok(found(unbounded)!.megabytes > 20 * found("sluice")!.megabytes);
  }
});

test.run();
