import * as assert from "uvu/assert";
import type { Gauge } from "../../../../examples/hash-tree/gauge.ts";
import { frame, screen } from "../../../../examples/hash-tree/screen.ts";
import { emptyTally, type Tally } from "../../../../examples/hash-tree/tally.ts";
import { suite } from "../../../support/test.ts";
import { seen } from "./terminal.ts";

const test = suite("hash-tree: screen");

/** A gauge at that size, which is also the highest so far. */
function holding(name: string, size: number, capacity: number): Gauge & { size: number } {
  return { name, size, capacity, peak: size, waits: 0 };
}

function tallyWith(...gauges: Gauge[]): Tally {
  return { ...emptyTally(), files: 12, bytes: 3e6, read: 4e6, gauges };
}

/** A screen whose output is kept. */
function kept(size: { columns: number; rows: number; color: boolean }) {
  let printed = "";
  const write = (text: string) => {
    printed += text;
    return Promise.resolve();
  };
  return { screen: screen(() => size, write), lines: () => seen(printed, size.columns) };
}

test("a bar is as full as what its gauge shows", () => {
  const tally = tallyWith(holding("files", 0, 8), holding("results", 2, 8), holding("more", 8, 8));
  const [empty, quarter, full] = frame(tally, 1000, { columns: 200, rows: 24, color: false });
  assert.is(empty, `files    ${"░".repeat(40)}  0/8  peak 0  0 waits`);
  assert.is(quarter, `results  ${"█".repeat(10)}${"░".repeat(30)}  2/8  peak 2  0 waits`);
  assert.is(full, `more     ${"█".repeat(40)}  8/8  peak 8  0 waits`);
});

test("a bar says nothing of senders where nobody sends", () => {
  const tally = tallyWith({ name: "hashers", size: 4, capacity: 8, peak: 8 });
  const [bar] = frame(tally, 1000, { columns: 200, rows: 24, color: false });
  assert.is(bar, `hashers  ${"█".repeat(20)}${"░".repeat(20)}  4/8  peak 8`);
});

test("a frame ends with the progress: time, files, bytes read, speed, and what could not be read", () => {
  const terminal = { columns: 80, rows: 24, color: false };
  assert.is(frame(tallyWith(), 2000, terminal).at(-1), "2.0 s  12 files  4.0 MB  2.0 MB/s");
  const worse = { ...tallyWith(), unreadable: 2 };
  assert.is(frame(worse, 2000, terminal).at(-1), "2.0 s  12 files  4.0 MB  2.0 MB/s  2 unreadable");
});

test("no line of a frame reaches the last column of a terminal, however narrow", () => {
  const tally = tallyWith(holding("files", 64, 64), holding("results", 5, 16));
  for (let columns = 1; columns <= 120; columns++) {
    for (const line of frame(tally, 1000, { columns, rows: 24, color: false })) {
      assert.ok(line.length < columns, `${line.length} of ${columns}`);
    }
  }
});

test("a frame leaves a line for the cursor in a terminal, however low", () => {
  const tally = tallyWith(holding("files", 64, 64), holding("results", 5, 16));
  assert.is(frame(tally, 1000, { columns: 80, rows: 24, color: false }).length, 3);
  assert.is(frame(tally, 1000, { columns: 80, rows: 3, color: false }).length, 2);
  assert.is(frame(tally, 1000, { columns: 80, rows: 1, color: false }).length, 0);
});

test("colour changes nothing but the colour", () => {
  const tally = tallyWith(holding("files", 4, 4), holding("results", 5, 16));
  for (const columns of [20, 40, 80, 120]) {
    const colored = frame(tally, 1000, { columns, rows: 24, color: true }).join("\n");
    const plain = frame(tally, 1000, { columns, rows: 24, color: false }).join("\n");
    assert.is(colored.replace(/\x1b\[\d*m/g, ""), plain);
    assert.not.match(plain, /\x1b/);
  }
});

test("the screen redraws its frame in place", async () => {
  const { screen, lines } = kept({ columns: 60, rows: 24, color: true });
  const files = holding("files", 3, 4);
  const tally = tallyWith(files);
  await screen.progress(tally);
  await screen.progress(tally);
  assert.match(lines()[0] ?? "", /^files {2}█+░+ {2}3\/4 {2}peak 3/);
  files.size = 2;
  await screen.progress({ ...tally, files: 99 });
  assert.match(lines()[0] ?? "", /^files {2}█+░+ {2}2\/4 {2}peak 3/);
  assert.match(lines()[1] ?? "", / 99 files /);
  assert.equal(lines().slice(2), [""]);
});

test("the screen puts what cannot be read above its frame", async () => {
  const { screen, lines } = kept({ columns: 60, rows: 24, color: true });
  await screen.unreadable({ kind: "unreadable", path: "before", why: "ENOENT" });
  await screen.progress(tallyWith(holding("files", 3, 4)));
  await screen.unreadable({ kind: "unreadable", path: "after\x1b[2J", why: "EACCES" });
  const [first, second, bar, ...rest] = lines();
  assert.is(first, 'Cannot read "before": ENOENT');
  assert.is(second, 'Cannot read "after\\u001b[2J": EACCES');
  assert.match(bar ?? "", /^files/);
  assert.is(rest.length, 2);
});

test("the screen clears its frame and nothing else", async () => {
  const { screen, lines } = kept({ columns: 60, rows: 24, color: true });
  await screen.clear();
  await screen.unreadable({ kind: "unreadable", path: "", why: "EACCES" });
  await screen.progress(tallyWith(holding("files", 3, 4)));
  await screen.clear();
  assert.equal(lines(), ['Cannot read ".": EACCES', ""]);
});

test.run();
