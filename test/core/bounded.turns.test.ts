import { type Channel, channel, select, sending, sized } from "sluice";
import * as assert from "uvu/assert";
import { receivingFrom } from "../support/foreign.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("channel: foreign turns");

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

test("a sender that a case's park() brings is met by the same select's receive case (S3, S8)", async () => {
  const ch = channel<number>();
  const settled: unknown[] = [];
  const turn = { claim: () => true, settle: (result: unknown) => settled.push(result), fail: () => {} };
  const bringing = {
    poll: () => undefined,
    park() {
      sending(ch, 1).park(turn);
      return () => {};
    },
  };
  assert.equal(await select({ bringing, ch }), { key: "ch", done: false, value: 1 });
  assert.equal(settled, [{ done: false, value: undefined }]);
});

test("a signal that is aborted while a receive looks for a value rejects it, and nobody waits (C14)", async () => {
  const ch = channel<number>();
  const controller = new AbortController();
  const claim = () => {
    controller.abort("enough");
    return false;
  };
  sending(ch, 1).park({ claim, settle: () => {}, fail: () => {} });
  assert.is(await ch.receive({ signal: controller.signal }).catch((reason) => reason), "enough");
  assert.equal([ch.stats.waitingReceivers, ch.stats.waitingSenders, ch.stats.sent], [0, 0, 0]);
});

test("a receiver that says no is passed over by a value that came in meanwhile (S8, C12)", async () => {
  const dead = { claim: () => false, settle: () => {}, fail: () => {} };
  let parks = 0;
  const ch: Channel<number> = channel<number>(sized(10, () => {
    if (parks++ === 0) receivingFrom(ch).park(dead);
    return 1;
  }));
  assert.ok(ch.trySend(1));
  assert.equal([ch.size, ch.stats.waitingReceivers], [1, 0]);
  assert.equal(await ch.receive(), { done: false, value: 1 });
});

test.run();
