import * as assert from "uvu/assert";
import { channel, dropping } from "sluice";
import { bufferContract, type Kind } from "../suites/contracts/buffer.ts";
import { thrownBy } from "../support/failure.ts";
import { drained } from "../support/reading.ts";
import { suite } from "../support/test.ts";

bufferContract(...[0, 1, 2, 10].map((capacity): Kind => ({
  title: `dropping(${capacity})`,
  make: () => dropping(capacity),
  capacity,
  room: capacity,
  full: "drops",
})));

const test = suite("dropping");

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

test("a hundred thousand values go in and out of dropping(), O(1) each, however many are held (B2)", () => {
  const ch = channel<number>(dropping(100_000));
  for (let value = 0; value < 100_000; value++) assert.ok(ch.trySend(value));
  for (let value = 0; value < 100_000; value++) {
    assert.not(ch.trySend(-1));
    assert.is(ch.tryReceive()?.value, value);
    assert.ok(ch.trySend(value));
  }
  assert.is(ch.size, 100_000);
});

test("dropping(capacity) refuses what is not a capacity (C25)", () => {
  assert.is(thrownBy<Error>(() => dropping(-1)).message, "capacity must be an integer of at least 0, not -1");
  for (const wrong of [-1, 1.5, NaN, Infinity]) assert.instance(thrownBy(() => dropping(wrong)), RangeError);
});

test.run();
