import { channel, select, sending } from "sluice";
import * as assert from "uvu/assert";
import { pending, suite } from "../support/test.ts";

const test = suite("channel: dead turns");

test("a select that was claimed for a sender who is gone still gets the next value (S8, C12)", async () => {
  const ch = channel<number>();
  const dead = { claim: () => false, settle: () => {}, fail: () => {} };
  const late = {
    poll: () => undefined,
    // A foreign select that is settled already leaves its place in line to rot.
    park: () => sending(ch, 1).park(dead),
  };
  const hit = select({ late, ch });
  assert.ok(await pending(hit));
  assert.ok(ch.trySend(2));
  assert.equal(await hit, { key: "ch", done: false, value: 2 });
  assert.equal([ch.stats.sent, ch.stats.waitingReceivers, ch.stats.waitingSenders], [1, 0, 0]);
});

test.run();
