import { channel, type ChannelClosedError, select, sending } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { deadTurn, receivingFrom } from "../../support/foreign.ts";
import { pending, suite } from "../../support/test.ts";

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

test("a channel that a turn closes or cancels when it is asked takes no value any more (C8, C10, C12)", async () => {
  for (const how of ["close", "cancel"] as const) {
    const ch = channel<string>(1);
    let received: Promise<unknown> | undefined;
    receivingFrom(ch).park({
      claim() {
        ch[how]();
        received = ch.receive();
        return false;
      },
      settle: () => {},
      fail: () => {},
    });
    const error = await failure<ChannelClosedError>(ch.send("v"));
    assert.equal([error.name, error.value], ["ChannelClosedError", "v"]);
    assert.equal(await received, { done: true, value: undefined });
    assert.equal([ch.size, ch.tryReceive()], [0, { done: true, value: undefined }]);
  }
});

test("any number of dead turns in front are passed over (C4)", () => {
  const ch = channel<string>();
  for (let turn = 0; turn < 20_000; turn++) sending(ch, "dead").park(deadTurn());
  assert.is(ch.tryReceive(), undefined);
  assert.is(ch.stats.waitingSenders, 0);
});

test("a turn gets what a hook has sent while the other side turned out to be dead (S3)", () => {
  const ch = channel<string>();
  const got: unknown[] = [];
  const other = channel<string>(1, { onUndelivered: () => void ch.send("from hook") });
  other.trySend("x");
  sending(ch, "dead").park({
    claim() {
      other.cancel();
      return false;
    },
    settle: () => {},
    fail: () => {},
  });
  receivingFrom(ch).park({ claim: () => true, settle: (result) => got.push(result), fail: (error) => got.push(error) });
  assert.equal(got, [{ done: false, value: "from hook" }]);
  assert.equal([ch.stats.waitingSenders, ch.stats.waitingReceivers], [0, 0]);
});

test.run();
