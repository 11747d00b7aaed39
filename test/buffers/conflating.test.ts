import * as assert from "uvu/assert";
import { type Buffer, type Channel, channel, conflating, type ConflatingOptions } from "sluice";
import { bufferContract } from "../suites/contracts/buffer.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { drained } from "../support/reading.ts";
import { suite } from "../support/test.ts";

const itself = <T>(value: T) => value;
const newer = <T>(_: T, newer: T) => newer;
const endless = { capacity: Infinity, room: Infinity, full: "waits" } as const;

bufferContract(
  { title: "conflating()", make: () => conflating(), capacity: Infinity, room: 1, full: "slides" },
  {
    title: "conflating({ merge })",
    make: () => conflating({ merge: newer }),
    capacity: Infinity,
    room: 1,
    full: "merges",
  },
  { title: "conflating({ keyOf })", make: () => conflating({ keyOf: itself }), ...endless },
  { title: "conflating({ keyOf, merge })", make: () => conflating({ keyOf: itself, merge: newer }), ...endless },
);

const test = suite("conflating");

interface Change {
  readonly id: string;
  readonly by: number;
}

const keyOf = ({ id }: Change) => id;
const sum = (held: Change, newer: Change) => ({ id: held.id, by: held.by + newer.by });

/** A channel that notes what it lost, as "a1". */
function changing(options?: ConflatingOptions<Change>): { ch: Channel<Change>; lost: string[] } {
  const lost: string[] = [];
  return { ch: channel<Change>(conflating(options), { onUndelivered: (change) => lost.push(text(change)) }), lost };
}

function text({ id, by }: Change): string {
  return `${id}${by}`;
}

/** Sends changes given as "a1 b2". */
function send(ch: Channel<Change>, changes: string): void {
  for (const change of changes.split(" ")) ch.trySend({ id: change.slice(0, 1), by: Number(change.slice(1)) });
}

test("without keyOf all values share one slot: the newest is kept (B3)", () => {
  const { ch, lost } = changing();
  send(ch, "a1 b2 c3");
  assert.is(ch.size, 1);
  assert.equal(lost, ["a1", "b2"]);
  assert.equal(drained(ch).map(text), ["c3"]);
});

test("a newer value takes the slot of its key; the older one is dropped (B3)", () => {
  const { ch, lost } = changing({ keyOf });
  send(ch, "a1 b2 a3");
  assert.is(ch.size, 2);
  assert.equal(lost, ["a1"]);
  assert.is(ch.stats.dropped, 1);
  assert.is(ch.stats.merged, 0);
  assert.equal(drained(ch).map(text), ["a3", "b2"]);
});

test("slots are in the order in which their keys first came (C1)", () => {
  const { ch } = changing({ keyOf });
  send(ch, "a1 b2 c3 b4 a5 c6");
  assert.equal(drained(ch).map(text), ["a5", "b4", "c6"]);
});

test("a key that comes again after it was taken is last in line (C1)", () => {
  const { ch } = changing({ keyOf });
  send(ch, "a1 b2");
  ch.tryReceive();
  send(ch, "a3");
  assert.equal(drained(ch).map(text), ["b2", "a3"]);
});

test("merge combines the held value with the newer one, and counts it as merged (C12)", () => {
  const { ch, lost } = changing({ keyOf, merge: sum });
  send(ch, "a1 b5 a2 a4");
  assert.is(ch.stats.merged, 2);
  assert.is(ch.stats.dropped, 0);
  assert.equal(lost, []);
  assert.equal(drained(ch).map(text), ["a7", "b5"]);
});

test("merge without keyOf combines all values into one (C12)", () => {
  const ch = channel<number>(conflating({ merge: (held, newer) => held + newer }));
  for (const value of [1, 2, 3]) ch.trySend(value);
  assert.equal(ch.tryReceive(), { done: false, value: 6 });
  assert.is(ch.stats.sent, 3);
});

test("keys are told apart as in a Map: NaN is itself, objects by identity", () => {
  const ch = channel<unknown>(conflating({ keyOf: itself }));
  const one = {};
  for (const value of [NaN, NaN, one, {}, one, 0, -0, undefined, null]) ch.trySend(value);
  assert.is(ch.size, 6);
});

test("a value that equals the held one takes its place as well (B3)", () => {
  const lost: number[] = [];
  const ch = channel<number>(conflating(), { onUndelivered: (value) => lost.push(value) });
  ch.trySend(1);
  ch.trySend(1);
  assert.equal(lost, [1]);
});

test("a value for a waiting receiver is not asked for its key (C3)", async () => {
  const ch = channel<number>(conflating({ keyOf: () => assert.unreachable() }));
  const received = ch.receive();
  await ch.send(1);
  assert.equal(await received, { done: false, value: 1 });
});

test("what keyOf throws rejects that send(), trySend() throws it, and nothing changes (C21)", async () => {
  const broken = new Error("No key");
  const { ch, lost } = changing({
    keyOf(change) {
      if (change.by < 0) throw broken;
      return change.id;
    },
  });
  send(ch, "a1");
  const before = ch.stats;
  assert.is(await failure(ch.send({ id: "a", by: -1 })), broken);
  assert.is(thrownBy(() => ch.trySend({ id: "b", by: -1 })), broken);
  assert.equal(ch.stats, before);
  assert.equal(lost, []);
  assert.equal(drained(ch).map(text), ["a1"]);
});

test("what merge throws rejects that send(), trySend() throws it, and the held value stays (C21)", async () => {
  const broken = new Error("No sum");
  const { ch } = changing({
    keyOf,
    merge() {
      throw broken;
    },
  });
  send(ch, "a1");
  assert.is(await failure(ch.send({ id: "a", by: 2 })), broken);
  assert.is(thrownBy(() => send(ch, "a3")), broken);
  assert.is(ch.stats.merged, 0);
  assert.equal(drained(ch).map(text), ["a1"]);
});

function never(): never {
  throw new Error("Nothing is to be given up");
}

test("a merge that takes the held value away itself makes the newer one a value of its own (B2, C12)", () => {
  const taken: number[] = [];
  const buffer: Buffer<number> = conflating({
    merge(held, newer) {
      taken.push(buffer.take());
      return held + newer;
    },
  });
  assert.is(buffer.offer(1, never), "kept");
  assert.is(buffer.offer(10, never), "kept");
  assert.equal([taken, buffer.size, buffer.take()], [[1], 1, 10]);
});

test("a merge that offers its own slot another value meanwhile loses nothing (B2, C12)", () => {
  let nested = false;
  const buffer: Buffer<number> = conflating({
    merge(held, newer) {
      if (!nested) {
        nested = true;
        buffer.offer(100, never);
      }
      return held + newer;
    },
  });
  buffer.offer(1, never);
  assert.is(buffer.offer(10, never), "merge");
  assert.equal([buffer.take(), buffer.size], [111, 0]);
});

test("each value costs one call of keyOf, and one of merge at most, however many keys are held (B2)", () => {
  let [keys, merges] = [0, 0];
  const ch = channel<number>(conflating({
    keyOf(value) {
      keys++;
      return value % 1000;
    },
    merge(_, newer) {
      merges++;
      return newer;
    },
  }));
  for (let value = 0; value < 10_000; value++) ch.trySend(value);
  assert.is(keys, 10_000);
  assert.is(merges, 9000);
  assert.is(ch.stats.merged, 9000);
  assert.is(drained(ch).length, 1000);
});

test("a key that is taken and comes again costs the same, however many are held (B2)", () => {
  const ch = channel<number>(conflating({ keyOf: itself }));
  for (let value = 0; value < 100_000; value++) ch.trySend(value);
  for (let round = 0; round < 100_000; round++) ch.trySend(ch.tryReceive()?.value as number);
  assert.is(ch.size, 100_000);
  assert.is(ch.stats.peak, 100_000);
});

test("conflating(options) refuses what are no options and no functions (C25)", () => {
  const messages: [unknown, string][] = [
    [null, "options must be an object, not null"],
    ["id", 'options must be an object, not "id"'],
    [{ keyOf: "id" }, 'options.keyOf must be a function, not "id"'],
    [{ merge: 1 }, "options.merge must be a function, not 1"],
  ];
  for (const [options, message] of messages) {
    const error = thrownBy<Error>(() => conflating(options as ConflatingOptions<unknown>));
    assert.instance(error, TypeError);
    assert.is(error.message, message);
  }
});

test.run();
