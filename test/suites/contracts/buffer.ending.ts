// How a channel ends: close() drains, close(error) fails after the last value, cancel() discards. C7 to C11, C12.
import * as assert from "uvu/assert";
import type { Channel, ChannelClosedError } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { collect, drained } from "../../support/reading.ts";
import type { Suite } from "../../support/test.ts";
import { filled, fitting, type Kind, open } from "./kinds.ts";

const end = { done: true, value: undefined };

/** A full channel, with two senders waiting if the kind makes them wait: 11 and 12. */
function crowded(kind: Kind, lost: number[] = []): { ch: Channel<number>; sent: Promise<void>[]; waiting: number[] } {
  const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
  const waiting = kind.full === "waits" && kind.room < Infinity ? [11, 12] : [];
  return { ch, sent: waiting.map((value) => ch.send(value)), waiting };
}

export function endingFacts(test: Suite, kind: Kind): void {
  closingFacts(test, kind);
  failureFacts(test, kind);
  cancelFacts(test, kind);
}

function closingFacts(test: Suite, kind: Kind): void {
  test("close() lets what is buffered and who waits to send be delivered in order; then comes the end (C7)", async () => {
    const { ch, sent, waiting } = crowded(kind);
    ch.close();
    assert.is(ch.closed, true);
    assert.equal(await collect(ch), [...fitting(kind), ...waiting]);
    await Promise.all(sent);
    assert.equal(await ch.receive(), end);
  });

  test("close() ends the receivers who wait (C7)", async () => {
    const ch = open(kind);
    const received = [ch.receive(), ch.receive()];
    ch.close();
    assert.equal(await Promise.all(received), [end, end]);
    assert.is(ch.stats.waitingReceivers, 0);
  });

  test("close() is idempotent: a later one changes nothing, whatever its error (C7)", async () => {
    const ch = filled(kind);
    ch.close();
    ch.close();
    ch.close(new Error("Too late"));
    assert.equal(drained(ch), fitting(kind));
    assert.equal(await ch.receive(), end);
  });

  test("close() drops nothing (C7, C12)", () => {
    const lost: number[] = [];
    const { ch, waiting } = crowded(kind, lost);
    ch.close();
    assert.equal(drained(ch), [...fitting(kind), ...waiting]);
    assert.equal(lost, []);
    assert.is(ch.stats.dropped, 0);
  });

  test("send() to a closed channel rejects with the value and the channel's name; nothing changes (C8)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, { name: "jobs", onUndelivered: (value) => lost.push(value) });
    ch.close();
    const error = await failure<ChannelClosedError>(ch.send(11));
    assert.is(error.name, "ChannelClosedError");
    assert.is(error.value, 11);
    assert.is(error.channel, "jobs");
    assert.is(error.message, 'Cannot send: channel "jobs" is closed');
    assert.equal(drained(ch), fitting(kind));
    assert.is(ch.stats.sent, fitting(kind).length);
    assert.equal(lost, []);
  });

  test("trySend() to a closed channel says false; the value stays the caller's, uncounted, without a hook (C8, C4)", () => {
    const lost: number[] = [];
    const ch = open<number>(kind, { onUndelivered: (value) => lost.push(value) });
    ch.close();
    assert.is(ch.trySend(1), false);
    assert.is(ch.stats.sent, 0);
    assert.equal(lost, []);
  });

  test("sendAll() to a closed channel rejects; the value it pulled goes to onUndelivered, uncounted (C6, C8)", async () => {
    const lost: number[] = [];
    const ch = open<number>(kind, { onUndelivered: (value) => lost.push(value) });
    ch.close();
    const error = await failure<ChannelClosedError>(ch.sendAll([1, 2]));
    assert.is(error.name, "ChannelClosedError");
    assert.is(error.value, 1);
    assert.equal(lost, [1]);
    assert.is(ch.stats.sent, 0);
    assert.is(ch.stats.dropped, 0);
  });

  test("a drained channel gives the end for ever, whichever way it is asked (C8)", async () => {
    const ch = filled(kind);
    ch.close();
    drained(ch);
    for (let round = 0; round < 3; round++) {
      assert.equal(await ch.receive(), end);
      assert.equal(ch.tryReceive(), end);
      assert.equal(await ch[Symbol.asyncIterator]().next(), end);
      assert.equal(await ch.consume().next(), end);
      assert.equal(await ch.batches().next(), end);
    }
  });

  test("[Symbol.dispose]() closes: nothing can be sent, what is buffered is delivered (C11)", async () => {
    const ch = filled(kind);
    ch[Symbol.dispose]();
    assert.ok(ch.closed);
    assert.not(ch.trySend(11));
    assert.equal(await collect(ch), fitting(kind));
  });
}

function failureFacts(test: Suite, kind: Kind): void {
  test("close(error) fails every receive after the last value, with that very error (C9)", async () => {
    const { ch, sent, waiting } = crowded(kind);
    const error = new Error("The source broke");
    ch.close(error);
    assert.equal(drainedUntil(ch, error), [...fitting(kind), ...waiting]);
    await Promise.all(sent);
    for (let round = 0; round < 3; round++) {
      assert.is(await failure(ch.receive()), error);
      assert.is(thrownBy(() => ch.tryReceive()), error);
      assert.is(await failure(ch[Symbol.asyncIterator]().next()), error);
      assert.is(await failure(ch.consume().next()), error);
      assert.is(await failure(ch.batches().next()), error);
    }
  });

  test("close(error) fails every receiver who waits (C9)", async () => {
    const ch = open(kind);
    const received = [ch.receive(), ch[Symbol.asyncIterator]().next(), ch.batches().next()];
    const error = new Error("The source broke");
    ch.close(error);
    for (const each of received) assert.is(await failure(each as Promise<unknown>), error);
  });

  test("a loop gets all values, then throws the close error (C9, C16)", async () => {
    const { ch, waiting } = crowded(kind);
    const error = new Error("The source broke");
    ch.close(error);
    const got: number[] = [];
    assert.is(
      await failure((async () => {
        for await (const value of ch) got.push(value);
      })()),
      error,
    );
    assert.equal(got, [...fitting(kind), ...waiting]);
  });

  test("any close error but undefined counts, falsy ones too; close(undefined) is close() (C9)", async () => {
    for (const error of [null, 0, "", false, NaN]) {
      const ch = open(kind);
      ch.close(error);
      assert.ok(Object.is(await failure(ch.receive()), error));
    }
    const ch = open(kind);
    ch.close(undefined);
    assert.equal(await ch.receive(), end);
  });

  test("send() after close(error) rejects with a ChannelClosedError (C9, C8)", async () => {
    const ch = open(kind);
    ch.close(new Error("The source broke"));
    assert.is((await failure<Error>(ch.send(1))).name, "ChannelClosedError");
    assert.is(ch.trySend(1), false);
  });
}

/** All values that can be had now from a channel that fails after them. */
function drainedUntil(ch: Channel<number>, error: Error): number[] {
  const all: number[] = [];
  assert.is(
    thrownBy(() => {
      for (;;) all.push(ch.tryReceive()?.value as number);
    }),
    error,
  );
  return all;
}

function cancelFacts(test: Suite, kind: Kind): void {
  test("cancel() discards what is buffered, in buffer order, each to onUndelivered, counted (C10, C12)", () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    ch.cancel();
    assert.equal(lost, fitting(kind));
    assert.is(ch.stats.dropped, lost.length);
    assert.is(ch.size, 0);
    assert.ok(ch.closed);
  });

  if (kind.full === "waits" && kind.room < Infinity) {
    test("cancel(reason) rejects the senders who wait: the value is theirs, the reason is the cause (C10)", async () => {
      const lost: number[] = [];
      const { ch, sent, waiting } = crowded(kind, lost);
      const reason = new Error("No longer wanted");
      ch.cancel(reason);
      for (const [index, each] of sent.entries()) {
        const error = await failure<ChannelClosedError>(each);
        assert.is(error.name, "ChannelClosedError");
        assert.is(error.value, waiting[index]);
        assert.is(error.cause, reason);
      }
      assert.equal(lost, fitting(kind));
      assert.is(ch.stats.sent, kind.room);
      assert.is(ch.stats.waitingSenders, 0);
    });

    test("cancel() after close() rejects the senders who still wait, and discards what was left (C10)", async () => {
      const lost: number[] = [];
      const { ch, sent } = crowded(kind, lost);
      ch.close();
      ch.cancel("enough");
      for (const each of sent) assert.is((await failure<Error>(each)).cause, "enough");
      assert.equal(lost, fitting(kind));
      assert.equal(await ch.receive(), end);
    });
  }

  test("send() after cancel(reason) rejects with the value and the reason as its cause (C10)", async () => {
    const ch = open(kind, { name: "jobs" });
    ch.cancel("enough");
    const error = await failure<ChannelClosedError>(ch.send(1));
    assert.is(error.name, "ChannelClosedError");
    assert.is(error.value, 1);
    assert.is(error.cause, "enough");
    assert.is(error.message, 'Cannot send: channel "jobs" is cancelled');
    assert.is(ch.trySend(1), false);
  });

  test("cancel() ends the receivers who wait, and all that come later (C10)", async () => {
    const ch = open(kind);
    const waiting = [ch.receive(), ch[Symbol.asyncIterator]().next(), ch.batches().next()];
    ch.cancel(new Error("No longer wanted"));
    for (const each of waiting) assert.equal(await each, end);
    assert.equal(await ch.receive(), end);
    assert.equal(ch.tryReceive(), end);
    assert.equal(await collect(ch), []);
  });

  test("cancel() is idempotent: hooks run once, the first reason stays (C10)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    ch.cancel("first");
    ch.cancel("second");
    assert.equal(lost, fitting(kind));
    assert.is((await failure<Error>(ch.send(1))).cause, "first");
  });

  test("close(error) after cancel() changes nothing: receivers see the end (C7, C10)", async () => {
    const ch = open(kind);
    ch.cancel();
    ch.close(new Error("Too late"));
    assert.equal(await ch.receive(), end);
  });

  test("cancel() after close(error) discards what was left; receivers see the error all the same (C7, C10)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    const error = new Error("The source broke");
    ch.close(error);
    ch.cancel();
    assert.equal(lost, fitting(kind));
    assert.is(await failure(ch.receive()), error);
  });

  test("signal is aborted by cancel(), with its reason, and by a cancel() after close() (C26)", () => {
    for (const closedBefore of [false, true]) {
      const ch = filled(kind);
      const { signal } = ch;
      if (closedBefore) ch.close();
      assert.not(signal.aborted);
      ch.cancel("enough");
      assert.ok(signal.aborted);
      assert.is(signal.reason, "enough");
    }
  });
}
