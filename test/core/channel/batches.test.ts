import * as assert from "uvu/assert";
import { channel, fifo, sending, sliding } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { deadTurn } from "../../support/foreign.ts";
import { collect, drained, got } from "../../support/reading.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("batches");
const end = { done: true, value: undefined };
test("a batch holds what is buffered and what waiting senders bring, in order (C20, C1)", async () => {
  const ch = channel<number>(2);
  const sent = [1, 2, 3, 4, 5].map((value) => ch.send(value));
  assert.equal(await ch.batches().next(), got([1, 2, 3, 4, 5]));
  await Promise.all(sent);
  assert.equal(ch.stats, {
    sent: 5,
    received: 5,
    dropped: 0,
    merged: 0,
    peak: 2,
    waitingSenders: 0,
    waitingReceivers: 0,
  });
});

test("a batch of a rendezvous channel holds what all waiting senders bring (C20)", async () => {
  const ch = channel<number>();
  const sent = [1, 2, 3].map((value) => ch.send(value));
  assert.equal(await ch.batches().next(), got([1, 2, 3]));
  await Promise.all(sent);
});

test("batches(max) takes max values and leaves the others where they are (C20)", async () => {
  const ch = channel<number>(2);
  const sent = [1, 2, 3, 4, 5].map((value) => ch.send(value));
  const batches = ch.batches(3);
  assert.equal(await batches.next(), got([1, 2, 3]));
  assert.is(ch.size, 2);
  assert.is(ch.stats.waitingSenders, 0);
  assert.equal(await batches.next(), got([4, 5]));
  assert.ok(await pending(batches.next()));
  await Promise.all(sent);
});

test("batches(1) yields one value at a time (C20)", async () => {
  const ch = channel<number>(3);
  await ch.sendAll([1, 2, 3]);
  ch.close();
  assert.equal(await collect(ch.batches(1)), [[1], [2], [3]]);
});

test("batches(Infinity) has no limit (C20)", async () => {
  const ch = channel<number>(1000);
  await ch.sendAll(Array(1000).keys());
  assert.is((await ch.batches(Infinity).next()).value?.length, 1000);
});

test("no batch is empty (C20)", async () => {
  const ch = channel<number>(1);
  const all = collect(ch.batches());
  for (let value = 0; value < 100; value++) await ch.send(value);
  ch.close();
  const batches = await all;
  assert.ok(batches.every(({ length }) => length > 0));
  assert.is(batches.flat().length, 100);
});

test("a batch that had to wait takes what came meanwhile, too (C20)", async () => {
  const ch = channel<number>(10);
  const batch = ch.batches().next();
  for (const value of [1, 2, 3]) ch.trySend(value);
  assert.equal(await batch, got([1, 2, 3]));
});

test("a batch that had to wait holds max values at most (C20)", async () => {
  const ch = channel<number>(10);
  const batch = ch.batches(2).next();
  for (const value of [1, 2, 3]) ch.trySend(value);
  assert.equal(await batch, got([1, 2]));
  assert.equal(drained(ch), [3]);
});

test("concurrent next() calls are answered in order, and none is left out (C19, C20)", async () => {
  const ch = channel<number>(10);
  const batches = ch.batches();
  const all = [batches.next(), batches.next(), batches.next()];
  for (const value of [1, 2, 3, 4]) ch.trySend(value);
  const values = (await Promise.all(all)).map(({ value }) => value);
  assert.equal(values.flat(), [1, 2, 3, 4]);
  assert.ok(values.every((batch) => batch !== undefined && batch.length > 0));
});

test("a next() called when a batch has just got its first value comes after it (C19, C20)", async () => {
  const ch = channel<number>(10);
  const batches = ch.batches();
  const first = batches.next();
  for (const value of [1, 2, 3]) ch.trySend(value);
  const second = batches.next();
  const values = (await Promise.all([first, second])).map(({ value }) => value);
  assert.equal(values.flat(), [1, 2, 3]);
  assert.equal(values[0]?.[0], 1);
});

test("concurrent next() calls end together when the channel closes (C19, C20)", async () => {
  const ch = channel<number>();
  const batches = ch.batches();
  const all = [batches.next(), batches.next()];
  ch.close();
  assert.equal(await Promise.all(all), [end, end]);
  assert.equal(await batches.next(), end);
});

test("return() ends the next() calls that wait, and takes no value (C19, C20)", async () => {
  const ch = channel<number>(1);
  const batches = ch.batches();
  const all = [batches.next(), batches.next()];
  assert.equal(await batches.return?.(), end);
  assert.is(ch.stats.waitingReceivers, 0);
  assert.equal(await Promise.all(all), [end, end]);
  await ch.send(1);
  assert.equal(drained(ch), [1]);
  assert.equal(await batches.next(), end);
});

test("return() right after the first value came takes no more (C19, C20)", async () => {
  const ch = channel<number>(10);
  const batches = ch.batches();
  const batch = batches.next();
  for (const value of [1, 2, 3]) ch.trySend(value);
  await batches.return?.();
  assert.equal(await batch, got([1]));
  assert.equal(drained(ch), [2, 3]);
});

test("leaving a loop over batches() leaves the channel open; the values in hand are the reader's (C20, C17)", async () => {
  const ch = channel<number>(4);
  await ch.sendAll([1, 2, 3, 4]);
  for await (const batch of ch.batches(3)) {
    assert.equal(batch, [1, 2, 3]);
    break;
  }
  assert.not(ch.closed);
  assert.is(ch.stats.received, 3);
  assert.equal(drained(ch), [4]);
});

test("a plain buffer whose `take` was replaced is asked for each value of a batch (B1, C20)", async () => {
  const plain = fifo<number>(8);
  const [take, taken] = [plain.take.bind(plain), [] as number[]];
  const noting = () => {
    const value = take();
    taken.push(value);
    return value;
  };
  const ch = channel(Object.assign(plain, { take: noting }));
  await ch.sendAll([1, 2, 3]);
  assert.equal(await ch.batches().next(), got([1, 2, 3]));
  assert.equal(taken, [1, 2, 3]);
});

test("batches() is its own iterable", () => {
  const batches = channel<number>().batches();
  assert.is(batches[Symbol.asyncIterator](), batches);
});

test("batches() and other receivers share the channel, first come, first served (C16, C20)", async () => {
  const ch = channel<number>();
  const first = ch.batches().next();
  const second = ch.receive();
  await ch.send(1);
  await ch.send(2);
  assert.equal(await second, got(2));
  assert.equal(await first, got([1]));
});

test("the close error comes after the values in hand, once (C20, C9)", async () => {
  const ch = channel<number>(2);
  await ch.sendAll([1, 2]);
  const error = new Error("The source broke");
  ch.close(error);
  const batches = ch.batches();
  assert.equal(await batches.next(), got([1, 2]));
  assert.is(await failure(batches.next()), error);
  assert.equal(await batches.next(), end);
  assert.is(await failure(ch.batches().next()), error);
});

test("a close error that comes right after a value does not take it away (C20, C9)", async () => {
  const ch = channel<number>();
  const batches = ch.batches();
  const batch = batches.next();
  ch.trySend(1);
  const error = new Error("The source broke");
  ch.close(error);
  assert.equal(await batch, got([1]));
  assert.is(await failure(batches.next()), error);
});

test("concurrent next() calls get the close error once, and then the end (C19, C9)", async () => {
  const ch = channel<number>();
  const batches = ch.batches();
  const [first, second] = [batches.next(), batches.next()];
  const error = new Error("The source broke");
  ch.close(error);
  assert.is(await failure(first), error);
  assert.equal(await second, end);
});

test("a sender that turns out to be decided elsewhere brings nothing into a batch (C20)", async () => {
  const [open, closed] = [channel<number>(), channel<number>()];
  for (const ch of [open, closed]) sending(ch, 1).park(deadTurn());
  closed.close();
  assert.is(closed.stats.waitingSenders, 1);
  assert.equal(await closed.batches().next(), end);
  const batch = open.batches().next();
  assert.is(open.stats.waitingReceivers, 1);
  await open.send(2);
  assert.equal(await batch, got([2]));
});

test("senders of a sliding channel that are faster than the batches lose the oldest (C20, B3)", async () => {
  const ch = channel<number>(sliding(2));
  await ch.sendAll([1, 2, 3]);
  assert.equal(await ch.batches().next(), got([2, 3]));
});

test("batches(max) refuses what is no count of at least 1 (C20, C25)", () => {
  const ch = channel<number>();
  const messages: [unknown, typeof RangeError | typeof TypeError, string][] = [
    [0, RangeError, "max must be an integer of at least 1, not 0"],
    [-1, RangeError, "max must be an integer of at least 1, not -1"],
    [1.5, RangeError, "max must be an integer of at least 1, not 1.5"],
    [NaN, RangeError, "max must be an integer of at least 1, not NaN"],
    ["2", TypeError, 'max must be a number, not "2"'],
    [null, TypeError, "max must be a number, not null"],
  ];
  for (const [max, kind, message] of messages) {
    const error = thrownBy<Error>(() => ch.batches(max as number));
    assert.instance(error, kind);
    assert.is(error.message, message);
  }
});

test("throw() ends the batches, and rejects with the error; the values stay in the channel (C20, C28)", async () => {
  const broken = new Error("broken");
  const ch = channel<number>(3);
  await ch.sendAll([1, 2, 3]);
  const batches = ch.batches(2);
  assert.equal((await batches.next()).value, [1, 2]);
  assert.is(await failure(batches.throw?.(broken) as Promise<unknown>), broken);
  assert.equal(await batches.next(), { done: true, value: undefined });
  assert.equal([ch.closed, ch.size], [false, 1]);
});

test.run();
