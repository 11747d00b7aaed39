// How a channel looks when Node, Deno or Bun print it.
import * as assert from "uvu/assert";
import { type Channel, channel } from "sluice";
import { inspect as nodeInspect } from "node:util";
import { suite } from "../../support/test.ts";

const test = suite("inspect");

interface Runtime {
  readonly Deno?: { inspect(value: unknown): string };
  readonly Bun?: { inspect(value: unknown): string };
}

/** The ways to print something that this runtime has: its own, and Node's. */
function inspections(value: unknown): string[] {
  const { Deno, Bun } = globalThis as Runtime;
  const own = Deno?.inspect(value) ?? Bun?.inspect(value);
  return [own ?? nodeInspect(value), nodeInspect(value)];
}

function assertPrinted(value: unknown, text: string): void {
  assert.equal(inspections(value), [text, text]);
}

function busy(): Channel<number> {
  const ch = channel<number>(16, { name: "jobs" });
  for (const value of [1, 2, 3]) ch.trySend(value);
  return ch;
}

test("a channel prints itself, instead of its insides (C24)", () => {
  assertPrinted(busy(), 'Channel "jobs" 3/16');
});

test("a channel prints who waits (C24)", () => {
  const full = channel<number>(1, { name: "jobs" });
  full.trySend(1);
  for (const value of [2, 3]) full.send(value);
  assertPrinted(full, 'Channel "jobs" 1/1, 2 senders waiting');
  const empty = channel<number>();
  empty.receive();
  assertPrinted(empty, "Channel 0/0, 1 receiver waiting");
});

test("a closed channel prints that it is (C24)", () => {
  const ch = busy();
  ch.close();
  assertPrinted(ch, 'Channel "jobs" 3/16, closed');
});

test("a channel inside of something else prints itself there, too (C24)", () => {
  for (const text of inspections({ jobs: busy() })) assert.match(text, 'Channel "jobs" 3/16');
  for (const text of inspections([busy()])) assert.match(text, 'Channel "jobs" 3/16');
});

test("printing a channel changes nothing (C24)", () => {
  const ch = busy();
  const before = ch.stats;
  inspections(ch);
  assert.equal(ch.stats, before);
});

test.run();
