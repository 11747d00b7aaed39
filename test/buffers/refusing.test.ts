import * as assert from "uvu/assert";
import { channel, dropping, OverflowError, strict } from "sluice";
import { bufferContract, type Kind } from "../suites/contracts/buffer.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { drained } from "../support/reading.ts";
import { suite } from "../support/test.ts";

const capacities = [0, 1, 2, 10];
bufferContract(
  ...capacities.map((capacity): Kind => ({
    title: `dropping(${capacity})`,
    make: () => dropping(capacity),
    capacity,
    room: capacity,
    full: "drops",
  })),
  ...capacities.map((capacity): Kind => ({
    title: `strict(${capacity})`,
    make: () => strict(capacity),
    capacity,
    room: capacity,
    full: "fails",
  })),
);

const test = suite("refusing");

test("a channel of dropping(capacity) keeps the oldest values, and its senders never wait (B3)", async () => {
  const hints = channel<string>(dropping(2));
  assert.is(await hints.sendAll(["a", "b", "c", "d"]), 4);
  assert.is(hints.stats.dropped, 2);
  assert.equal(drained(hints), ["a", "b"]);
});

test("dropping(0) hands a value to a waiting receiver, or drops it (B3)", async () => {
  const lost: string[] = [];
  const hints = channel<string>(dropping(0), { onUndelivered: (value) => lost.push(value) });
  const received = hints.receive();
  await hints.send("a");
  await hints.send("b");
  assert.equal(await received, { done: false, value: "a" });
  assert.equal(lost, ["b"]);
});

test("a channel of strict(capacity) rejects what has no room with an OverflowError (C4)", async () => {
  const readings = channel<number>(strict(1));
  await readings.send(20);
  const error = await failure<OverflowError>(readings.send(21));
  assert.instance(error, OverflowError);
  assert.is(error.message, "Cannot send: the channel is full");
  assert.is(error.value, 21);
});

test("strict(0) hands a value to a waiting receiver, or refuses it (C4)", async () => {
  const readings = channel<number>(strict(0));
  const received = readings.receive();
  await readings.send(20);
  assert.instance(await failure(readings.send(21)), OverflowError);
  assert.equal(await received, { done: false, value: 20 });
});

test("a full strict channel that is closed rejects as closed (C8)", async () => {
  const readings = channel<number>(strict(1));
  readings.trySend(20);
  readings.close();
  assert.is((await failure<Error>(readings.send(21))).name, "ChannelClosedError");
});

test("a hundred thousand values go in and out, O(1) each, however many are held (B2)", () => {
  for (const make of [dropping, strict]) {
    const ch = channel<number>(make(100_000));
    for (let value = 0; value < 100_000; value++) assert.ok(ch.trySend(value));
    for (let value = 0; value < 100_000; value++) {
      assert.not(ch.trySend(-1));
      assert.is(ch.tryReceive()?.value, value);
      assert.ok(ch.trySend(value));
    }
    assert.is(ch.size, 100_000);
  }
});

test("dropping(capacity) and strict(capacity) refuse what is no capacity (C25)", () => {
  for (const make of [dropping, strict]) {
    assert.is(thrownBy<Error>(() => make(-1)).message, "capacity must be an integer of at least 0, not -1");
    for (const wrong of [-1, 1.5, NaN, Infinity]) assert.instance(thrownBy(() => make(wrong)), RangeError);
  }
});

test.run();
