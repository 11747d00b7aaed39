import * as assert from "uvu/assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import * as turn from "../../../src/core/engine/event-loop.ts";
import * as breathless from "../../../bench/support/breathless.ts";
import { failure } from "../../support/failure.ts";
import { json, read, root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("bench");

test("the benchmark's stand-in for event-loop.ts has the same exports", () => {
  assert.equal(Object.keys(breathless).sort(), Object.keys(turn).sort());
});

/** A cell that was measured, or that failed. */
type Cell =
  & { row: string; contender: string; kind?: string; runtime?: string }
  & ({ best: number } | { failed: string });

/** What `npm run bench:check -- --strict` makes of results on Node. */
function checked(cells: readonly Cell[]): { status: number | null; stdout: string } {
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  try {
    const path = join(folder, "results.json");
    const results = cells.map((cell) => ({ kind: "bounded", runtime: "node", ...cell }));
    writeFileSync(path, JSON.stringify({ runtimes: { node: "Node" }, results }));
    const words = ["bench/check.mjs", "--strict", "--from", path];
    const { status, stdout } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
    return { status, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A cell of the row in which one figure is compared with that of the quickest peer. */
const buffered = (contender: string, best: number, kind = "bounded"): Cell => (
  { row: "iterate:16", contender, kind, best }
);

test("bench:check --strict ends with 0 when all goals are reached, and with 1 when one is missed, which it names", () => {
  const others = [buffered("medium", 130), buffered("queueable", 200), buffered("limit-channel", 50, "floor")];
  const fast = checked([buffered("sluice", 100), ...others]);
  assert.match(fast.stdout, "1 of 1 goals reached");
  assert.is(fast.status, 0);
  const slow = checked([buffered("sluice", 105), ...others]);
  assert.match(slow.stdout, "0 of 1 goals reached");
  assert.match(slow.stdout, "Missed: Sluice moves a value through a buffer 1.25 times as fast as the best peer");
  assert.is(slow.status, 1);
});

test("a goal compares with another row, with the named contenders or with a bound, as it says", () => {
  const cell = (row: string, contender: string, best: number): Cell => ({ row, contender, best });
  const { stdout } = checked([
    cell("select-loop:1000", "sluice", 130),
    cell("select-loop:2", "sluice", 100),
    cell("maps:4", "sluice", 20),
    cell("maps:4", "rxjs", 30),
    cell("maps:4", "medium", 10),
    cell("memory-idle:16", "sluice", 220),
    { ...cell("iterate:1024", "go", 32), runtime: "go" },
    cell("batches:1024", "sluice", 16),
  ]);
  const line = (row: string) =>
    stdout.split("\n").find((text) => text.includes(`\`${row}\``))?.replace(/.*`/, "").trim();
  assert.is(line("select-loop:1000"), "<= 1.2  1.3 !");
  assert.is(line("maps:4")?.replace(/ +/g, " "), ">= 1 1.5");
  assert.is(line("memory-idle:16")?.replace(/ +/g, " "), "<= 220 B 220");
  assert.is(line("batches:1024")?.replace(/ +/g, " "), ">= 1 2.0");
  assert.match(stdout, "3 of 4 goals reached");
});

test("a goal without anything to compare Sluice with is not judged", () => {
  assert.match(checked([buffered("sluice", 100)]).stdout, "0 of 0 goals reached");
});

test("a row in which Sluice is broken misses its goal and fails bench:check --strict, also as what others grow from", () => {
  const failed = "Deadlock";
  const { status, stdout } = checked([{ row: "iterate:16", contender: "sluice", failed }, buffered("medium", 100)]);
  assert.match(stdout, "0 of 1 goals reached");
  assert.match(stdout, "Broken: iterate:16 on node: Deadlock");
  assert.is(status, 1);
  assert.is(checked([{ row: "many:16", contender: "sluice", failed: "Killed" }]).status, 1);
  const grown = checked([
    { row: "select-loop:1000", contender: "sluice", best: 100 },
    { row: "select-loop:2", contender: "sluice", failed: "Killed" },
  ]);
  assert.match(grown.stdout, "0 of 1 goals reached");
  assert.is(grown.status, 1);
});

test("the performance page has the goals as the recorded figures judge them", async () => {
  const { goalSection }: { goalSection: (results: unknown) => string } = await import(
    new URL("../../../bench/support/publish.mjs", import.meta.url).href
  );
  const [, page = ""] = read("docs/performance.md").split(/<!-- (?:end of )?goals: npm run bench -- --publish -->/);
  const plain = (text: string) => text.trim().replace(/ +/g, " ").replace(/-+/g, "-");
  assert.is(plain(page), plain(goalSection(json("bench/recorded.json"))));
});

test("a build for the benchmark replaces the modules that it is told to, and fails when there is no such module", async () => {
  const { writeCode }: { writeCode: (folder: string, replaced: Record<string, string>) => Promise<void> } =
    await import(
      new URL("../../../tools/package.mjs", import.meta.url).href
    );
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  try {
    await writeCode(folder, { "core/engine/event-loop.ts": join(root, "bench/support/breathless.ts") });
    const chunks = readdirSync(join(folder, "chunks")).filter((file) => file.endsWith(".js"));
    const code = chunks.map((file) => readFileSync(join(folder, "chunks", file), "utf8")).join("");
    assert.not.match(code, "MessageChannel");
    assert.match(code, "return Infinity");
    const { message } = await failure<Error>(writeCode(folder, { "core/turn.ts": "any.ts" }));
    assert.match(message, "no such file");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
