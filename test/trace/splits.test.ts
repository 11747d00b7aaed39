import * as assert from "uvu/assert";
import { partition, tee } from "sluice";
import { trace } from "sluice/trace";
import { Splits } from "../../src/trace/splits.ts";
import type { Split } from "../../src/stages/pull/split.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";

const test = suite("splits");

test("a branch that is not read is told, with what it holds, and who waits for it", async () => {
  const running = trace();
  const [first, second] = tee([1, 2, 3], 2, 1);
  assert.equal(running.stalled, []);
  await first.next();
  await first.next();
  const third = first.next();
  await rest();
  const [stalled, ...others] = running.stalled;
  assert.equal(others, []);
  assert.match(stalled?.site ?? "", /splits\.test\.ts:\d+$/);
  assert.equal(stalled?.branches, [{ held: 0, waits: true }, { held: 2, waits: false }]);
  await second.next();
  await third;
  assert.equal(running.stalled, []);
  await first.cancel();
  await second.cancel();
  running.stop();
});

test("splits made when no trace runs are not told, nor any once it is stopped", async () => {
  const before = tee([1, 2]);
  const running = trace();
  await before[0].next();
  const waits = before[0].next();
  const [even, odd] = partition([1, 3, 2], (n) => n % 2 === 0);
  const first = even.next();
  await rest();
  assert.is(running.stalled.length, 1);
  running.stop();
  assert.equal(running.stalled, []);
  await Promise.all([before[1].cancel(), odd.cancel(), waits, first]);
  await Promise.all([before[0].cancel(), even.cancel()]);
});

test("those that have ended are forgotten", () => {
  const splits = new Splits();
  const open = { closed: false, waiting: 0, behind: 0 } as Split;
  splits.add(open, undefined);
  for (let count = 0; count < 100; count++) splits.add({ closed: true, waiting: 0, behind: 0 } as Split, undefined);
  assert.ok(splits.size <= 18);
});

test.run();
