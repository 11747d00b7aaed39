import * as assert from "uvu/assert";
import { channel, select, sending, sized, trySelect } from "sluice";
import { bufferContract, type Kind } from "../suites/contracts/buffer.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { drained } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";

const one = () => 1;
bufferContract(
  ...[1, 2, 10].map((limit): Kind => ({
    title: `sized(${limit}, one)`,
    make: () => sized(limit, one),
    capacity: Infinity,
    room: limit,
    full: "waits",
  })),
  { title: "sized(0, one)", make: () => sized(0, one), capacity: Infinity, room: 1, full: "waits" },
  { title: "sized(0, nothing)", make: () => sized(0, () => 0), capacity: Infinity, room: Infinity, full: "waits" },
);

const test = suite("sized");

/** A channel of numbers that weigh what they say. */
function weighing(limit: number) {
  return channel<number>(sized(limit, (weight) => weight));
}

test("a value is let in when it fits within the limit (C2)", () => {
  const ch = weighing(10);
  assert.ok(ch.trySend(6));
  assert.not(ch.trySend(5));
  assert.ok(ch.trySend(4));
  assert.not(ch.trySend(1));
  assert.is(ch.size, 2);
});

test("a value above the limit is let in when the buffer is empty, and only then (C2)", async () => {
  const ch = weighing(10);
  assert.ok(ch.trySend(100));
  const sent = ch.send(100);
  assert.ok(await pending(sent));
  ch.tryReceive();
  await sent;
  assert.is(ch.size, 1);
});

test("a value of size 0 always fits, unless somebody waits or one above the limit is held (C1, C2)", () => {
  const ch = weighing(10);
  ch.trySend(10);
  assert.ok(ch.trySend(0));
  ch.send(1);
  assert.not(ch.trySend(0));

  const large = weighing(10);
  large.trySend(20);
  assert.not(large.trySend(0));
});

test("nobody overtakes a waiting sender, not even with a value that would fit (C1)", async () => {
  const ch = weighing(10);
  ch.trySend(6);
  const large = ch.send(8);
  assert.not(ch.trySend(1));
  const small = ch.send(2);
  assert.ok(await pending(small));
  assert.equal(drained(ch), [6, 8, 2]);
  await Promise.all([large, small]);
});

test("nobody overtakes in a select either (C1)", async () => {
  const ch = weighing(10);
  ch.trySend(6);
  ch.send(8);
  assert.is(trySelect({ out: sending(ch, 1) }), undefined);
  const selected = select({ out: sending(ch, 2) });
  ch.send(3);
  assert.equal(drained(ch), [6, 8, 2, 3]);
  assert.is((await selected).key, "out");
});

test("one take lets in as many senders as fit, in order (C1)", () => {
  const ch = weighing(10);
  ch.trySend(10);
  for (const weight of [3, 4, 3, 1]) ch.send(weight);
  ch.tryReceive();
  assert.is(ch.size, 3);
  assert.is(ch.stats.waitingSenders, 1);
  assert.equal(drained(ch), [3, 4, 3, 1]);
});

test("an abort of the first in line lets those behind in, as far as they fit (C14)", async () => {
  const ch = weighing(10);
  ch.trySend(6);
  const controller = new AbortController();
  const large = failure(ch.send(8, { signal: controller.signal }));
  const small = ch.send(2);
  const next = ch.send(3);
  controller.abort("enough");
  assert.is(await large, "enough");
  await small;
  assert.ok(await pending(next));
  assert.equal(drained(ch), [6, 2, 3]);
});

test("an abort of one further back lets nobody overtake the first (C14, C1)", async () => {
  const ch = weighing(10);
  ch.trySend(6);
  const controller = new AbortController();
  ch.send(8);
  const second = failure(ch.send(9, { signal: controller.signal }));
  const third = ch.send(1);
  controller.abort("enough");
  await second;
  assert.ok(await pending(third));
  assert.equal(drained(ch), [6, 8, 1]);
});

test("one abort of the first two in line lets the third in (C14)", async () => {
  const ch = weighing(10);
  ch.trySend(6);
  const controller = new AbortController();
  const { signal } = controller;
  const both = [failure(ch.send(8, { signal })), failure(ch.send(9, { signal }))];
  const third = ch.send(4);
  controller.abort("enough");
  await third;
  assert.equal(await Promise.all(both), ["enough", "enough"]);
  assert.equal(drained(ch), [6, 4]);
});

test("those let in by an abort on a closed channel are delivered (C7, C14)", async () => {
  const ch = weighing(10);
  ch.trySend(6);
  const controller = new AbortController();
  const large = failure(ch.send(8, { signal: controller.signal }));
  const small = ch.send(2);
  ch.close();
  controller.abort("enough");
  await Promise.all([large, small]);
  assert.equal(drained(ch), [6, 2]);
  assert.equal(await ch.receive(), { done: true, value: undefined });
});

test("what sizeOf throws rejects that send(), trySend() throws it, and nothing changes (C21)", async () => {
  const broken = new Error("No size");
  const ch = channel<number>(sized(10, (weight) => {
    if (weight < 0) throw broken;
    return weight;
  }));
  ch.trySend(5);
  const before = ch.stats;
  assert.is(await failure(ch.send(-1)), broken);
  assert.is(thrownBy(() => ch.trySend(-1)), broken);
  assert.equal(ch.stats, before);
});

test("what sizeOf throws for a sender that had waited rejects that send(), and the receive is unharmed (C21)", async () => {
  const broken = new Error("No size");
  let works = true;
  const ch = channel<number>(sized(10, (weight) => {
    if (weight === 7 && !works) throw broken;
    return weight;
  }));
  ch.trySend(10);
  const refused = failure(ch.send(7));
  const next = ch.send(8);
  works = false;
  assert.equal(await ch.receive(), { done: false, value: 10 });
  assert.is(await refused, broken);
  await next;
  assert.equal(drained(ch), [8]);
  assert.is(ch.stats.sent, 2);
});

test("a size that is no finite number of at least 0 rejects that send() with a RangeError (C21, C25)", async () => {
  for (const size of [NaN, -1, Infinity, "3", undefined]) {
    const ch = channel<unknown>(sized(10, (value) => value as number));
    const error = await failure<RangeError>(ch.send(size));
    assert.instance(error, RangeError);
    const given = typeof size === "string" ? '"3"' : String(size);
    assert.is(error.message, `sizeOf must return a finite number of at least 0, not ${given}`);
    assert.is(ch.size, 0);
  }
});

test("sizes that are fractions leave nothing behind (C2)", () => {
  const limit = 0.1 + 0.2 + 0.3; // 0.6000000000000001: taken away in the same order, that leaves 1.1e-16
  const ch = weighing(limit);
  for (const weights of [[0.1, 0.2, 0.3], [0.5, limit - 0.5]]) {
    for (const weight of weights) assert.ok(ch.trySend(weight));
    assert.equal(drained(ch), weights);
  }
});

test("sizeOf is asked once for a value that need not wait (B2)", () => {
  let asked = 0;
  const ch = channel<number>(sized(1000, () => {
    asked++;
    return 1;
  }));
  for (let value = 0; value < 1000; value++) ch.trySend(value);
  assert.is(drained(ch).length, 1000);
  assert.is(asked, 1000);
});

test("a hundred thousand values go in and out, O(1) each, however many are held (B2)", () => {
  const ch = weighing(100_000);
  for (let value = 0; value < 100_000; value++) assert.ok(ch.trySend(1));
  for (let value = 0; value < 100_000; value++) {
    ch.tryReceive();
    ch.trySend(1);
  }
  assert.is(drained(ch).length, 100_000);
});

test("sized(limit, sizeOf) refuses what is no limit and no function (C25)", () => {
  const messages: [unknown, unknown, string][] = [
    [-1, one, "limit must be a finite number of at least 0, not -1"],
    [NaN, one, "limit must be a finite number of at least 0, not NaN"],
    [Infinity, one, "limit must be a finite number of at least 0, not Infinity; for no bound use unbounded()"],
    ["10", one, 'limit must be a number, not "10"'],
    [10, undefined, "sizeOf must be a function, not undefined"],
  ];
  for (const [limit, sizeOf, message] of messages) {
    assert.is(thrownBy<Error>(() => sized(limit as number, sizeOf as () => number)).message, message);
  }
  assert.instance(thrownBy(() => sized(-1, one)), RangeError);
  assert.instance(thrownBy(() => sized("10" as unknown as number, one)), TypeError);
});

test.run();
