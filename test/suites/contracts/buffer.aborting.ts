// Leaving: C13 and C14. An abort withdraws what waits, and only that.
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { drained } from "../../support/reading.ts";
import { pending, type Suite } from "../../support/test.ts";
import { filled, fitting, type Kind, open } from "./kinds.ts";

export function abortingFacts(test: Suite, kind: Kind): void {
  const aborted = AbortSignal.abort("enough");

  test("send() with an aborted signal rejects with its reason and changes nothing, room or not (C13)", async () => {
    for (const ch of [open(kind), filled(kind)]) {
      const before = ch.stats;
      assert.is(await failure(ch.send(11, { signal: aborted })), "enough");
      assert.equal(ch.stats, before);
    }
  });

  test("send() with an aborted signal leaves a waiting receiver waiting (C13)", async () => {
    const ch = open(kind);
    const received = ch.receive();
    assert.is(await failure(ch.send(11, { signal: aborted })), "enough");
    assert.ok(await pending(received));
    await ch.send(12);
    assert.equal(await received, { done: false, value: 12 });
  });

  test("receive() with an aborted signal rejects with its reason and takes nothing (C13)", async () => {
    for (const ch of [open(kind), filled(kind)]) {
      const before = ch.stats;
      assert.is(await failure(ch.receive({ signal: aborted })), "enough");
      assert.equal(ch.stats, before);
    }
  });

  test("sendAll() with an aborted signal rejects with its reason and sends nothing (C13)", async () => {
    const ch = open(kind);
    assert.is(await failure(ch.sendAll([1], { signal: aborted })), "enough");
    assert.is(ch.stats.sent, 0);
  });

  test("an abort withdraws a waiting receive(), which takes no value (C14)", async () => {
    const ch = open(kind);
    const controller = new AbortController();
    const first = ch.receive({ signal: controller.signal });
    const second = ch.receive();
    controller.abort("enough");
    assert.is(ch.stats.waitingReceivers, 1);
    assert.is(await failure(first), "enough");
    await ch.send(1);
    assert.equal(await second, { done: false, value: 1 });
  });

  test("an abort after a value was received changes nothing (C14)", async () => {
    const ch = open(kind);
    const controller = new AbortController();
    const received = ch.receive({ signal: controller.signal });
    ch.trySend(1);
    controller.abort("enough");
    assert.equal(await received, { done: false, value: 1 });
  });

  test("an abort after a value was accepted changes nothing (C14)", async () => {
    const ch = open(kind);
    const received = ch.receive();
    const controller = new AbortController();
    const sent = ch.send(1, { signal: controller.signal });
    controller.abort("enough");
    await sent;
    assert.equal(await received, { done: false, value: 1 });
  });

  if (kind.full === "waits" && kind.room < Infinity) waitingFacts(test, kind);
}

function waitingFacts(test: Suite, kind: Kind): void {
  test("an abort withdraws a waiting send(): its value never comes, and stays its sender's (C14, C12)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    const controller = new AbortController();
    const sent = [ch.send(11), ch.send(12, { signal: controller.signal }), ch.send(13)];
    const aborted = failure(sent[1] as Promise<void>);
    controller.abort("enough");
    assert.is(ch.stats.waitingSenders, 2);
    assert.is(await aborted, "enough");
    assert.equal(drained(ch), [...fitting(kind), 11, 13]);
    await Promise.all([sent[0], sent[2]]);
    assert.equal(lost, []);
    assert.is(ch.stats.sent, kind.room + 2);
  });

  test("an abort after a waiting send() was let in changes nothing (C14)", async () => {
    const ch = filled(kind);
    const controller = new AbortController();
    const sent = ch.send(11, { signal: controller.signal });
    ch.tryReceive();
    controller.abort("enough");
    await sent;
    assert.is(ch.stats.sent, kind.room + 1);
  });

  test("one abort withdraws all that wait on its signal (C14)", async () => {
    const ch = filled(kind);
    const controller = new AbortController();
    const { signal } = controller;
    const sent = [11, 12, 13].map((value) => failure(ch.send(value, { signal })));
    controller.abort("enough");
    assert.is(ch.stats.waitingSenders, 0);
    assert.equal(await Promise.all(sent), ["enough", "enough", "enough"]);
    assert.equal(drained(ch), fitting(kind));
  });

  test("an abort withdraws a sendAll() that waits: the value in its hands goes to onUndelivered, uncounted (C6)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, { onUndelivered: (value) => lost.push(value) });
    const controller = new AbortController();
    const sent = ch.sendAll([11, 12], { signal: controller.signal });
    assert.ok(await pending(sent));
    controller.abort("enough");
    assert.is(await failure(sent), "enough");
    assert.equal(lost, [11]);
    assert.is(ch.stats.dropped, 0);
    assert.equal(drained(ch), fitting(kind));
  });
}
