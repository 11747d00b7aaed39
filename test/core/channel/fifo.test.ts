import * as assert from "uvu/assert";
import { channel, fifo } from "sluice";
import { bufferContract, type Kind } from "../../suites/contracts/buffer.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const capacities = [0, 1, 2, 10];
bufferContract(
  ...capacities.map((capacity): Kind => ({
    title: `${capacity}`,
    make: () => capacity,
    capacity,
    room: capacity,
    full: "waits",
  })),
  ...capacities.map((capacity): Kind => ({
    title: `fifo(${capacity})`,
    make: () => fifo(capacity),
    capacity,
    room: capacity,
    full: "waits",
  })),
);

const test = suite("fifo");

test("fifo() keeps order through any number of rounds (C1)", () => {
  const ch = channel<number>(fifo(3));
  for (let round = 0; round < 1000; round++) {
    assert.ok(ch.trySend(round));
    assert.ok(ch.trySend(-round));
    assert.equal(ch.tryReceive(), { done: false, value: round });
    assert.is(ch.tryReceive()?.value, -round);
  }
});

test("a hundred thousand values go in and out, O(1) each, however many are held or wait (B2)", () => {
  const ch = channel<number>(fifo(50_000));
  for (let value = 0; value < 100_000; value++) ch.send(value);
  assert.is(ch.stats.waitingSenders, 50_000);
  for (let value = 0; value < 100_000; value++) assert.is(ch.tryReceive()?.value, value);
  assert.is(ch.size, 0);
});

test("fifo(capacity) refuses what is no capacity (C25)", () => {
  assert.is(thrownBy<Error>(() => fifo(-1)).message, "capacity must be an integer of at least 0, not -1");
  assert.instance(thrownBy(() => fifo(-1)), RangeError);
  assert.instance(thrownBy(() => fifo(Infinity)), RangeError);
});

test.run();
