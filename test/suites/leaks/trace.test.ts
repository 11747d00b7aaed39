// A trace keeps texts, and not too many: no channel, no value, and nobody who waits.
import * as assert from "uvu/assert";
import { channel } from "sluice";
import { trace } from "sluice/trace";
import { assertFlat } from "../../support/heap.ts";
import { suite } from "../../support/test.ts";

const test = suite("what a trace keeps");

test("unreachable channels, their values and what waits on them are collected while a trace runs (C22)", async () => {
  const running = trace({ limit: 10 });
  await assertFlat(20, () => {
    for (let count = 0; count < 20; count++) {
      const [jobs, none] = [channel<object>(1), channel<object>()];
      jobs.trySend(new Array(10_000).fill(count));
      jobs.send(new Array(10_000).fill(count));
      none.receive();
    }
  });
  running.stop();
});

test("of operations that wait on unreachable channels, a trace keeps no more texts than its limit (C22)", async () => {
  const running = trace({ limit: 10 });
  await assertFlat(4, () => {
    for (let count = 0; count < 1500; count++) channel().receive();
  });
  assert.is(running.waiting.length, 10);
  running.stop();
});

test.run();
