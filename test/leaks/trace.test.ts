// A trace keeps texts: no channel, no value, and nobody who waits.
import { channel } from "sluice";
import { trace } from "sluice/trace";
import { assertFlat } from "../support/heap.ts";
import { suite } from "../support/test.ts";

const test = suite("what a trace keeps");

test("channels that nobody has any more, their values and whoever waits on them are collected while a trace runs (C22)", async () => {
  const running = trace({ limit: 10 });
  await assertFlat(20, () => {
    for (let count = 0; count < 20; count++) {
      const jobs = channel<object>(1);
      jobs.trySend(new Array(10_000).fill(count));
    }
  });
  running.stop();
});

test.run();
