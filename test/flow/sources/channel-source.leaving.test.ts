// How a pipeline leaves a channel, which is shared, and timers.
import { after, broadcast, channel, merge, pipeline, sending, type Source, take, ticker } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { deadTurn } from "../../support/foreign.ts";
import { AsyncNumbers } from "../../support/numbers.ts";
import { drained, got } from "../../support/reading.ts";
import { pending, suite, turn } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("channel-source leaving");

const end = { done: true, value: undefined };
test("break leaves the channel open; a later pipeline resumes with the next value (C17)", async () => {
  const ch = channel<number>(3);
  await ch.sendAll([1, 2, 3]);
  for await (const value of pipeline(ch)) {
    assert.is(value, 1);
    break;
  }
  assert.not(ch.closed);
  assert.equal(await pipeline(ch, take(1)).toArray(), [2]);
  assert.equal(drained(ch), [3]);
});

test("leaving while it waits takes the flow out of line, and no value (C17, P4)", async () => {
  const ch = channel<number>();
  const flow = pipeline(ch);
  const asked = flow.next();
  const behind = ch.receive();
  assert.not(await pending(flow.cancel()));
  assert.equal(await asked, end);
  assert.is(ch.stats.waitingReceivers, 1);
  assert.ok(ch.trySend(1));
  assert.equal(await behind, got(1));
  assert.not(ch.closed);
});

test("leaving while the channel asks a sender of other make leaves nobody in line, and loses no value (C12, C17, P4)", async () => {
  const ch = channel<number>();
  const flow = pipeline(ch);
  const leaving = () => {
    void flow.return();
    return false;
  };
  sending(ch, 1).park({ ...deadTurn(), claim: leaving });
  assert.equal(await flow.next(), end);
  assert.is(ch.stats.waitingReceivers, 0);
  assert.not(ch.trySend(2));
});

test("an abort and a failure beside it leave the channel open, and nobody in line (P3, P4)", async () => {
  const ch = channel<number>();
  const controller = new AbortController();
  const broken = new AsyncNumbers({ next: () => Promise.reject("reason") });
  const errors = Promise.all([
    failure(pipeline(ch, { signal: controller.signal }).toArray()),
    failure(merge(ch, broken).toArray()),
  ]);
  await turn();
  controller.abort("enough");
  assert.equal(await errors, ["enough", "reason"]);
  assert.equal([ch.stats.waitingReceivers, ch.closed], [0, false]);
});

test("a pipeline that was never asked leaves nothing in line (P1, P4)", async () => {
  const ch = channel<number>(1);
  ch.trySend(1);
  await pipeline(ch).cancel();
  assert.equal([ch.size, ch.closed, ch.stats.waitingReceivers], [1, false, 0]);
});

test("leaving late changes nothing: after the end, and after an answer (P4)", async () => {
  const ch = channel<number>();
  const flow = pipeline(ch);
  const asked = flow.next();
  ch.trySend(1);
  await asked;
  await flow.cancel();
  ch.close();
  const ended = pipeline(ch);
  assert.equal(await ended.next(), end);
  await ended.cancel();
});

test("a subscription is shared as a channel is, and goes on holding its senders back; consume() is owned (C17, C18, K3)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(1);
  const leave = (from: Source<number>) => pipeline(from, take(1)).toArray();
  assert.ok(source.trySend(1));
  assert.equal(await leave(reader), [1]);
  assert.is(source.subscribers, 1);
  assert.ok(source.trySend(2));
  const waiting = source.send(3);
  assert.ok(await pending(waiting));
  assert.equal(await leave(reader.consume()), [2]);
  await waiting;
  assert.is(source.subscribers, 0);
});

test("after() and ticker() are sources; leaving disarms their timers (T2, P4)", () =>
  withTimers(async (timers) => {
    const late = pipeline(after(10, "late")).toArray();
    assert.is(timers.armed, 1);
    timers.pass(10);
    assert.equal(await late, ["late"]);
    const ticks = pipeline(ticker(5), take(2)).toArray();
    timers.pass(5);
    assert.ok(await pending(ticks));
    timers.pass(5);
    assert.equal(await ticks, [1, 2]);
    const left = pipeline(ticker(5));
    const waiting = left.next();
    assert.is(timers.armed, 1);
    await left.cancel();
    assert.equal(await waiting, end);
    assert.is(timers.armed, 0);
  }));

test.run();
