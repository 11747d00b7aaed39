// The recipe for a log file that goes into SQLite, on real files.
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as assert from "uvu/assert";
import { follow, tail } from "../../../examples/recipes/apps/tail.ts";
import { failure } from "../../support/failure.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("recipe: tail");

async function withFolder(body: (log: string, database: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-tail-"));
  try {
    await body(join(folder, "app.log"), join(folder, "app.db"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The stored lines, in order. */
function stored(database: string): string[] {
  using db = new DatabaseSync(database);
  return db.prepare("SELECT text FROM lines ORDER BY end").all().map(({ text }) => String(text));
}

function count(database: string): number {
  try {
    return stored(database).length;
  } catch {
    return 0; // there is no table yet
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

const lines = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `línea ${from + index}`);
const textOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

test("lines that are there and lines that are appended come whole, however they are written", async () => {
  await withFolder(async (log) => {
    await writeFile(log, "one\ntw");
    const flow = tail(log, 0, 1);
    assert.equal((await flow.next()).value, { text: "one", end: 4 });
    const second = flow.next();
    const bytes = Buffer.from("ö\n€");
    for (const byte of bytes) await appendFile(log, Buffer.of(byte));
    assert.equal((await second).value, { text: "twö", end: 9 });
    const third = flow.next();
    await appendFile(log, "\n\n");
    assert.equal([(await third).value?.text, (await flow.next()).value?.text], ["€", ""]);
    await flow.cancel();
  });
});

test("what is appended while it runs is stored in order, and an abort ends it with its reason", async () => {
  await withFolder(async (log, database) => {
    await writeFile(log, textOf(lines(1_200)));
    const controller = new AbortController();
    const result = failure(follow(log, database, controller.signal));
    await until(() => count(database) === 1_200);
    await appendFile(log, textOf(lines(300, 1_200)));
    await until(() => count(database) === 1_500);
    controller.abort("enough");
    assert.is(await result, "enough");
    assert.equal(stored(database), lines(1_500));
  });
});

test("a run that was broken off in the middle is gone on with: each line is stored once", async () => {
  await withFolder(async (log, database) => {
    await writeFile(log, textOf(lines(30_000)));
    let runs = 0;
    for (let least = 1; least < 30_000; runs++) {
      const controller = new AbortController();
      const result = failure(follow(log, database, controller.signal));
      await until(() => count(database) >= least);
      controller.abort("broken off");
      assert.is(await result, "broken off");
      least = Math.min(30_000, count(database) + 4_000);
    }
    assert.ok(runs > 2, `${runs} runs`);
    const last = new AbortController();
    const result = failure(follow(log, database, last.signal));
    await until(() => count(database) === 30_000);
    last.abort("done");
    await result;
    assert.equal(stored(database), lines(30_000));
  });
}, { within: 60_000 });

test("a batch that cannot be stored is rolled back, and ends it with the error", async () => {
  await withFolder(async (log, database) => {
    await writeFile(log, textOf(lines(10)));
    const controller = new AbortController();
    const first = failure(follow(log, database, controller.signal));
    await until(() => count(database) === 10);
    controller.abort();
    await first;
    {
      using db = new DatabaseSync(database);
      db.exec(
        "CREATE TRIGGER refused BEFORE INSERT ON lines WHEN NEW.text = 'línea 13' BEGIN SELECT RAISE(ABORT, 'no'); END",
      );
    }
    await appendFile(log, textOf(lines(10, 10)));
    const error = await failure<Error>(follow(log, database, new AbortController().signal));
    assert.match(error.message, /no/);
    assert.is(count(database), 10);
  });
});

test.run();
