// Loops and batches: C16 to C20.
import * as assert from "uvu/assert";
import type { Channel } from "sluice";
import { failure } from "../../support/failure.ts";
import { collect, drained } from "../../support/reading.ts";
import { pending, type Suite } from "../../support/test.ts";
import { filled, fitting, type Kind, open } from "./kinds.ts";

const end = { done: true, value: undefined };

/** The values of a full channel and of two senders who wait, if the kind makes them wait. */
function crowd(kind: Kind): { ch: Channel<number>; values: number[] } {
  const ch = filled(kind);
  const waiting = kind.full === "waits" && kind.room < Infinity ? [11, 12] : [];
  for (const value of waiting) ch.send(value);
  return { ch, values: [...fitting(kind), ...waiting] };
}

export function readingFacts(test: Suite, kind: Kind): void {
  test("a loop takes all values, those of waiting senders included, until the channel is closed and drained (C16)", async () => {
    const { ch, values } = crowd(kind);
    ch.close();
    assert.equal(await collect(ch), values);
  });

  test("several loops share a channel: each value goes to one of them (C16)", async () => {
    const ch = open(kind);
    const loops = [collect(ch), collect(ch), collect(ch)];
    for (let value = 0; value < 30; value++) await ch.send(value);
    ch.close();
    const got = (await Promise.all(loops)).flat();
    const account = ch.stats;
    assert.is(got.length, new Set(got).size);
    assert.is(got.length + account.dropped + account.merged, 30);
  });

  test("leaving a loop leaves the channel open: nothing is lost, a later loop goes on (C17)", async () => {
    const { ch, values } = crowd(kind);
    const got: number[] = [];
    while (got.length < values.length) {
      for await (const value of ch) {
        got.push(value);
        break;
      }
      assert.not(ch.closed);
    }
    assert.equal(got, values);
    assert.is(ch.stats.waitingReceivers, 0);
  });

  test("leaving a loop lets sibling loops go on (C17)", async () => {
    const ch = open(kind);
    const sibling = collect(ch);
    const leaving = ch[Symbol.asyncIterator]();
    const next = leaving.next();
    await leaving.return?.();
    assert.equal(await next, end);
    await ch.send(1);
    ch.close();
    assert.equal(await sibling, [1]);
  });

  test("leaving a loop over consume() cancels the channel (C18)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    const { signal } = ch;
    const leaving = ch.consume();
    await leaving.return?.();
    assert.ok(ch.closed);
    assert.ok(signal.aborted);
    assert.equal(lost, fitting(kind));
    assert.equal(await ch.receive(), end);
  });

  test("a loop over consume() that goes to the end takes all values (C18)", async () => {
    const { ch, values } = crowd(kind);
    ch.close();
    assert.equal(await collect(ch.consume()), values);
    assert.not(ch.signal.aborted);
  });

  test("concurrent next() calls are answered in order (C19)", async () => {
    const ch = open(kind);
    const loop = ch[Symbol.asyncIterator]();
    const all = [loop.next(), loop.next(), loop.next()];
    for (const value of [1, 2]) ch.trySend(value);
    ch.close();
    assert.equal(await Promise.all(all), [{ done: false, value: 1 }, { done: false, value: 2 }, end]);
  });

  test("return() ends a next() that waits, without taking a value (C19)", async () => {
    for (const loop of [open(kind)[Symbol.asyncIterator](), open(kind).batches()]) {
      const all = [loop.next(), loop.next()];
      assert.equal(await loop.return?.(), end);
      assert.equal(await Promise.all<unknown>(all), [end, end]);
      assert.equal(await loop.next(), end);
    }
    const { ch, values } = crowd(kind);
    await ch[Symbol.asyncIterator]().return?.();
    assert.equal(drained(ch), values);
  });

  test("batches() yields all that can be had without waiting, those of waiting senders included (C20)", async () => {
    const { ch, values } = crowd(kind);
    if (values.length === 0) return;
    assert.equal(await ch.batches().next(), { done: false, value: values });
    assert.is(ch.stats.received, values.length);
    assert.is(ch.stats.waitingSenders, 0);
  });

  test("batches(max) yields max values at most, and never none (C20)", async () => {
    const { ch, values } = crowd(kind);
    ch.close();
    const batches = await collect(ch.batches(2));
    assert.equal(batches.flat(), values);
    assert.ok(batches.slice(0, -1).every(({ length }) => length === 2));
    assert.ok((batches.at(-1)?.length ?? 1) > 0);
  });

  test("batches() waits for the first value when there is none (C20)", async () => {
    const ch = open(kind);
    const batch = ch.batches().next();
    assert.ok(await pending(batch));
    await ch.send(1);
    assert.equal(await batch, { done: false, value: [1] });
  });

  test("leaving batches() leaves the channel open, with what was not taken in it (C20)", async () => {
    const { ch, values } = crowd(kind);
    for await (const batch of values.length > 0 ? ch.batches(1) : []) {
      assert.equal(batch, values.slice(0, 1));
      break;
    }
    assert.not(ch.closed);
    assert.equal(drained(ch), values.slice(1));
  });

  test("batches() gives what is there before the close error (C20, C9)", async () => {
    const { ch, values } = crowd(kind);
    const error = new Error("The source broke");
    ch.close(error);
    const batches = ch.batches();
    if (values.length > 0) assert.equal(await batches.next(), { done: false, value: values });
    assert.is(await failure(batches.next()), error);
    assert.equal(await batches.next(), end);
  });
}
