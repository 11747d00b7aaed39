// How values get in, and what happens when they do not fit: C1 to C4, C6, B3.
import * as assert from "uvu/assert";
import type { OverflowError } from "sluice";
import { failure } from "../../support/failure.ts";
import { drained } from "../../support/reading.ts";
import { pending, type Suite } from "../../support/test.ts";
import { filled, fitting, type Kind, open } from "./kinds.ts";

export function sendingFacts(test: Suite, kind: Kind): void {
  test("capacity says what was asked for, empty or full (C2)", () => {
    assert.is(open(kind).capacity, kind.capacity);
    assert.is(filled(kind).capacity, kind.capacity);
  });

  test("send() is accepted within the call while there is room (C3)", async () => {
    const ch = open(kind);
    for (const value of fitting(kind)) {
      const sent = ch.send(value);
      assert.is(ch.size, value);
      await sent;
    }
    assert.equal(drained(ch), fitting(kind));
  });

  test("trySend() accepts while there is room, and says so (C4)", () => {
    const ch = open(kind);
    for (const value of fitting(kind)) {
      assert.is(ch.trySend(value), true);
      assert.is(ch.size, value);
    }
    assert.equal(drained(ch), fitting(kind));
  });

  test("send() hands the value to a waiting receiver within the call (C3)", async () => {
    const ch = open(kind);
    const received = ch.receive();
    const sent = ch.send(1);
    assert.is(ch.stats.received, 1);
    assert.is(ch.stats.peak, 0);
    await sent;
    assert.equal(await received, { done: false, value: 1 });
  });

  test("trySend() hands the value to a waiting receiver (C4)", async () => {
    const ch = open(kind);
    const received = ch.receive();
    assert.is(ch.trySend(1), true);
    assert.equal(await received, { done: false, value: 1 });
  });

  test("waiting receivers are served first come, first served (C16)", async () => {
    const ch = open(kind);
    const received = [ch.receive(), ch.receive(), ch.receive()];
    for (const value of [1, 2, 3]) assert.ok(ch.trySend(value));
    assert.equal((await Promise.all(received)).map(({ value }) => value), [1, 2, 3]);
  });

  test("tryReceive() gives undefined when nothing is there, and the value when one is (C4)", () => {
    const ch = open(kind);
    assert.is(ch.tryReceive(), undefined);
    for (const value of fitting(kind)) ch.trySend(value);
    for (const value of fitting(kind)) assert.equal(ch.tryReceive(), { done: false, value });
    assert.is(ch.tryReceive(), undefined);
    assert.is(ch.stats.waitingReceivers, 0);
  });

  test("sendAll() sends each value in order, counts them, and leaves the channel open (C6)", async () => {
    const ch = open(kind);
    assert.is(await ch.sendAll(fitting(kind)), fitting(kind).length);
    assert.not(ch.closed);
    assert.equal(drained(ch), fitting(kind));
  });

  test("sendAll() of an empty source resolves with 0, closed or not (C6)", async () => {
    const ch = open(kind);
    assert.is(await ch.sendAll([]), 0);
    ch.close();
    assert.is(await ch.sendAll([]), 0);
  });

  if (kind.room === Infinity) endlessFacts(test, kind);
  if (kind.full === "waits") waitingFacts(test, kind);
  if (kind.full === "slides") slidingFacts(test, kind);
  if (kind.full === "drops") droppingFacts(test, kind);
  if (kind.full === "fails") failingFacts(test, kind);
  if (kind.full === "merges") mergingFacts(test, kind);
}

const many = Array.from({ length: 1000 }, (_, index) => index);

function endlessFacts(test: Suite, kind: Kind): void {
  test("it is never full: every send() is accepted at once (C3)", async () => {
    const ch = open(kind);
    const sent = many.map((value) => ch.send(value));
    assert.is(ch.size, 1000);
    await Promise.all(sent);
    assert.equal(drained(ch), many);
  });

  test("it gives up nothing (B3)", async () => {
    const lost: number[] = [];
    const ch = open<number>(kind, { onUndelivered: (value) => lost.push(value) });
    assert.is(await ch.sendAll(many), 1000);
    assert.is(ch.stats.dropped, 0);
    assert.equal(lost, []);
  });
}

function waitingFacts(test: Suite, kind: Kind): void {
  if (kind.room === Infinity) return;

  test("send() waits while the channel is full, and no longer (C2)", async () => {
    const ch = filled(kind);
    const sent = ch.send(11);
    assert.ok(await pending(sent));
    assert.is(ch.stats.waitingSenders, 1);
    ch.tryReceive();
    await sent;
    assert.is(ch.stats.waitingSenders, 0);
  });

  test("size stays within bounds however many wait, and while they are let in (C2)", async () => {
    const ch = filled(kind);
    const all = [11, 12, 13].map((value) => ch.send(value));
    for (let left = kind.room + 3; left > 0; left--) {
      assert.is(ch.size, Math.min(kind.room, left));
      assert.is(ch.stats.waitingSenders, Math.max(0, left - kind.room));
      ch.tryReceive();
    }
    await Promise.all(all);
    assert.is(ch.stats.peak, kind.room);
  });

  test("values come out in the order in which their sends began, those that waited included (C1)", () => {
    const ch = filled(kind);
    for (const value of [11, 12, 13]) ch.send(value);
    assert.equal(drained(ch), [...fitting(kind), 11, 12, 13]);
  });

  test("nobody overtakes a sender who waits: not send(), not trySend() (C1)", () => {
    const ch = filled(kind);
    ch.send(11);
    ch.send(12);
    assert.not(ch.trySend(13));
    ch.tryReceive(); // lets somebody in; there is still one who waits
    assert.not(ch.trySend(14));
    ch.send(15);
    assert.equal(drained(ch), [...fitting(kind), 11, 12, 15].slice(1));
  });

  test("trySend() on a full channel says false; the value stays the caller's, uncounted, without a hook (C4)", () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    assert.is(ch.trySend(11), false);
    assert.is(ch.stats.sent, kind.room);
    assert.is(ch.stats.waitingSenders, 0);
    assert.equal(drained(ch), fitting(kind));
    assert.equal(lost, []);
  });

  test("sendAll() waits when there is no room, and goes on when there is (C6)", async () => {
    const ch = filled(kind);
    const sent = ch.sendAll([11, 12, 13]);
    const received: unknown[] = [];
    for (let count = 0; count < 3; count++) {
      assert.ok(await pending(sent));
      received.push((await ch.receive()).value);
    }
    assert.is(await sent, 3);
    assert.equal([...received, ...drained(ch)], [...fitting(kind), 11, 12, 13]);
  });
}

function slidingFacts(test: Suite, kind: Kind): void {
  test("send() on a full channel resolves: the oldest goes, counted, to onUndelivered (B3, C12)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    await ch.send(11);
    assert.equal(lost, [1]);
    assert.is(ch.stats.dropped, 1);
    assert.is(ch.stats.sent, kind.room + 1);
    assert.equal(drained(ch), [...fitting(kind), 11].slice(1));
  });

  test("trySend() on a full channel says true: the oldest goes, counted, to onUndelivered (B3, C4)", () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    assert.is(ch.trySend(11), true);
    assert.equal(lost, [1]);
    assert.is(ch.stats.dropped, 1);
    assert.is(ch.size, kind.room);
  });

  test("what went is what came first, however often (B3)", async () => {
    const lost: number[] = [];
    const ch = open<number>(kind, { onUndelivered: (value) => lost.push(value) });
    assert.is(await ch.sendAll(many), 1000);
    assert.equal(lost, many.slice(0, -kind.room));
    assert.equal(drained(ch), many.slice(-kind.room));
    assert.is(ch.stats.peak, kind.room);
  });
}

function droppingFacts(test: Suite, kind: Kind): void {
  test("send() on a full channel resolves: the newcomer goes, counted, to onUndelivered (B3, C12)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    await ch.send(11);
    assert.equal(lost, [11]);
    assert.is(ch.stats.dropped, 1);
    assert.is(ch.stats.sent, kind.room + 1);
    assert.equal(drained(ch), fitting(kind));
  });

  test("trySend() on a full channel says false; the value stays the caller's, uncounted, without a hook (C4)", () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    assert.is(ch.trySend(11), false);
    assert.is(ch.stats.sent, kind.room);
    assert.is(ch.stats.dropped, 0);
    assert.equal(lost, []);
  });

  test("sendAll() counts the values that went as accepted (C6, B3)", async () => {
    const lost: number[] = [];
    const ch = open<number>(kind, { onUndelivered: (value) => lost.push(value) });
    assert.is(await ch.sendAll(many), 1000);
    assert.equal(drained(ch), many.slice(0, kind.room));
    assert.equal(lost, many.slice(kind.room));
    assert.is(ch.stats.sent, 1000);
  });
}

function failingFacts(test: Suite, kind: Kind): void {
  test("send() on a full channel rejects with an OverflowError that carries the value; nothing changes (C4, C12)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, { name: "readings", onUndelivered: (value) => lost.push(value) });
    const error = await failure<OverflowError>(ch.send(11));
    assert.is(error.name, "OverflowError");
    assert.is(error.value, 11);
    assert.is(error.channel, "readings");
    assert.is(error.message, 'Cannot send: channel "readings" is full');
    assert.is(ch.stats.sent, kind.room);
    assert.is(ch.stats.dropped, 0);
    assert.equal(lost, []);
  });

  test("the channel goes on after an OverflowError (C4)", async () => {
    const ch = filled(kind);
    await failure(ch.send(11));
    assert.equal(drained(ch), fitting(kind));
    const received = ch.receive();
    await ch.send(12);
    assert.equal(await received, { done: false, value: 12 });
  });

  test("trySend() on a full channel says false; the value stays the caller's, uncounted, without a hook (C4)", () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    assert.is(ch.trySend(11), false);
    assert.is(ch.stats.sent, kind.room);
    assert.equal(lost, []);
  });

  test("sendAll() fails at the first value without room, which goes to onUndelivered, uncounted (C6)", async () => {
    const lost: number[] = [];
    const ch = open<number>(kind, { onUndelivered: (value) => lost.push(value) });
    const error = await failure<OverflowError>(ch.sendAll(many));
    assert.is(error.name, "OverflowError");
    assert.is(error.value, kind.room);
    assert.equal(lost, [kind.room]);
    assert.is(ch.stats.dropped, 0);
    assert.equal(drained(ch), many.slice(0, kind.room));
  });
}

function mergingFacts(test: Suite, kind: Kind): void {
  test("send() and trySend() on a full channel merge: counted as merged, without a hook (B3, C12)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    await ch.send(11);
    assert.is(ch.trySend(12), true);
    assert.is(ch.stats.merged, 2);
    assert.is(ch.stats.sent, kind.room + 2);
    assert.is(ch.stats.dropped, 0);
    assert.is(ch.size, kind.room);
    assert.equal(lost, []);
  });

  test("sendAll() counts the values that were merged as accepted (C6)", async () => {
    const ch = open(kind);
    assert.is(await ch.sendAll(many), 1000);
    assert.is(ch.stats.merged, 1000 - kind.room);
  });
}
