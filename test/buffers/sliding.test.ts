import * as assert from "uvu/assert";
import { channel, sliding } from "sluice";
import { bufferContract, type Kind } from "../suites/contracts/buffer.ts";
import { thrownBy } from "../support/failure.ts";
import { drained } from "../support/reading.ts";
import { suite } from "../support/test.ts";

bufferContract(
  ...[1, 2, 10].map((capacity): Kind => ({
    title: `sliding(${capacity})`,
    make: () => sliding(capacity),
    capacity,
    room: capacity,
    full: "slides",
  })),
);

const test = suite("sliding");

test("a channel of sliding(capacity) keeps the newest values, and its senders never wait (B3)", async () => {
  const prices = channel<number>(sliding(2));
  assert.is(await prices.sendAll([10, 11, 12, 13]), 4);
  assert.is(prices.stats.waitingSenders, 0);
  assert.equal(drained(prices), [12, 13]);
});

test("the hook for the value that goes runs when the new one is in already (B3, C21)", () => {
  const seen: unknown[] = [];
  const prices = channel<number>(sliding(1), {
    onUndelivered: (older) => seen.push({ older, size: prices.size, dropped: prices.stats.dropped }),
  });
  prices.trySend(10);
  prices.trySend(11);
  assert.equal(seen, [{ older: 10, size: 1, dropped: 1 }]);
});

test("a hook that sends what went back in is called once for each value, not nested (C21)", () => {
  const order: number[] = [];
  let depth = 0;
  const prices = channel<number>(sliding(1), {
    onUndelivered(older) {
      assert.is(++depth, 1);
      order.push(older);
      if (order.length < 5) prices.trySend(older + 10);
      depth--;
    },
  });
  prices.trySend(1);
  prices.trySend(2);
  assert.equal(order, [1, 2, 11, 12, 21]);
  assert.equal(drained(prices), [22]);
});

test("close() keeps the newest values for the receivers (C7)", () => {
  const prices = channel<number>(sliding(2));
  for (const price of [10, 11, 12]) prices.trySend(price);
  prices.close();
  assert.equal(drained(prices), [11, 12]);
});

test("a hundred thousand values slide through, O(1) each, however many are held (B2)", () => {
  const prices = channel<number>(sliding(100_000));
  for (let price = 0; price < 300_000; price++) prices.trySend(price);
  assert.is(prices.stats.dropped, 200_000);
  assert.equal(prices.tryReceive(), { done: false, value: 200_000 });
});

test("sliding(capacity) refuses what is no capacity, and 0 (C25)", () => {
  assert.is(thrownBy<Error>(() => sliding(0)).message, "capacity must be an integer of at least 1, not 0");
  for (const wrong of [0, -1, 1.5, NaN, Infinity]) assert.instance(thrownBy(() => sliding(wrong)), RangeError);
});

test.run();
