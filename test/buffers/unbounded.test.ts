import * as assert from "uvu/assert";
import { channel, unbounded } from "sluice";
import { bufferContract } from "../suites/contracts/buffer.ts";
import { drained } from "../support/reading.ts";
import { suite } from "../support/test.ts";

bufferContract({
  title: "unbounded()",
  make: () => unbounded(),
  capacity: Infinity,
  room: Infinity,
  full: "waits",
});

const test = suite("unbounded");

test("a channel of unbounded() takes a hundred thousand values in and out, O(1) each (B2)", () => {
  const log = channel<number>(unbounded());
  for (let line = 0; line < 100_000; line++) assert.ok(log.trySend(line));
  assert.is(log.size, 100_000);
  assert.is(log.stats.peak, 100_000);
  const lines = drained(log);
  assert.is(lines.length, 100_000);
  assert.ok(lines.every((line, index) => line === index));
});

test.run();
