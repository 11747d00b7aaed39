// The CSV recipe, on real files.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { convert } from "../../../examples/recipes/csv.ts";
import { failure } from "../../support/failure.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("recipe: csv");

async function withFiles(text: string, body: (from: string, to: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-csv-"));
  try {
    await writeFile(join(folder, "from.csv"), text);
    await body(join(folder, "from.csv"), join(folder, "to.csv"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("rows come out in their order, though eight are in work at once and finish in any order", async () => {
  const count = 5_000;
  const lines = Array.from({ length: count }, (_, index) => `${index},"row ${index}"`);
  await withFiles(`${lines.join("\n")}\n`, async (from, to) => {
    let [running, most] = [0, 0];
    await convert(from, to, async ([id = "", name = ""]) => {
      most = Math.max(most, ++running);
      for (let wait = (Number(id) * 7) % 5; wait >= 0; wait--) await turn();
      running--;
      return [id, name, `${Number(id) * 2}`];
    });
    const expected = lines.map((_, index) => `${index},row ${index},${index * 2}\n`);
    assert.is(await readFile(to, "utf8"), expected.join(""));
    assert.is(most, 8);
  });
});

test("quotes, commas, line breaks within a cell and empty cells survive", async () => {
  const text = 'a,"b ""c"", d"\r\n"two\nlines",\r\n,"last"';
  await withFiles(text, async (from, to) => {
    const seen: string[][] = [];
    await convert(from, to, (row) => (seen.push(row), Promise.resolve(row)));
    assert.equal(seen, [["a", 'b "c", d'], ["two\nlines", ""], ["", "last"]]);
    assert.is(await readFile(to, "utf8"), 'a,"b ""c"", d"\n"two\nlines",\n,last\n');
  });
});

test("a row that fails stops the reading, and an abort does the same", async () => {
  await withFiles("1\n".repeat(200_000), async (from, to) => {
    let begun = 0;
    const broken = new Error("no such customer");
    const enrich = async (row: string[]) => {
      if (++begun === 100) throw broken;
      await turn();
      return row;
    };
    assert.is(await failure(convert(from, to, enrich)), broken);
    assert.ok(begun <= 108, `${begun} were begun`);
    const controller = new AbortController();
    begun = 100;
    const aborting = (row: string[]) => (begun++ === 200 && controller.abort(), turn().then(() => row));
    const error = await failure<Error>(convert(from, to, aborting, controller.signal));
    assert.is(error.name, "AbortError");
    assert.ok(begun <= 240, `${begun} were begun`);
  });
});

test.run();
