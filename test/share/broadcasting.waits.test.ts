// With `whenNone: "wait"`: what becomes of sends whose subscribers leave before they have accepted anything.
import { broadcast, dropping, select, sending, sized, strict, type Subscription } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { collect, drained } from "../support/reading.ts";
import { watchedSignal } from "../support/signals.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("broadcasting: waits");

test("a send waits for the next subscriber when the only one leaves before it has accepted (K2, K3)", async () => {
  const ways: Record<string, (reader: Subscription<string>, controller: AbortController) => void> = {
    cancel: (reader) => reader.cancel(),
    dispose: (reader) => reader[Symbol.dispose](),
    consume: (reader) => void reader.consume().return?.(),
    abort: (_, controller) => controller.abort("left"),
  };
  for (const [name, leave] of Object.entries(ways)) {
    const source = broadcast<string>({ whenNone: "wait" });
    const controller = new AbortController();
    const reader = source.subscribe(0, controller);
    const sent = source.send("v");
    leave(reader, controller);
    assert.ok(await pending(sent), name);
    assert.equal(drained(source.subscribe(1)), ["v"], name);
    await sent;
  }
});

test("a send is over when some subscriber has accepted, whoever leaves after that (K2, K3)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const [slow, fast] = [source.subscribe(0), source.subscribe(1)];
  const sent = source.send(1);
  assert.ok(await pending(sent));
  fast.cancel();
  assert.ok(await pending(sent));
  slow.cancel();
  await sent;
  assert.equal(drained(source.subscribe(1)), []);
});

test("it also counts who accepted from its line, before others left (K2, K3)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const [slow, fast] = [source.subscribe(0), source.subscribe(0)];
  const sent = [source.send(1), source.send(2)];
  assert.is(fast.tryReceive()?.value, 1);
  fast.cancel();
  slow.cancel();
  await sent[0];
  assert.ok(await pending(sent[1]!));
  assert.equal(drained(source.subscribe(5)), [2]);
  await sent[1];
});

test("one that several subscribers left, one after another, waits for the next (K2, K3)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const readers = [0, 1, 2].map(() => source.subscribe(0));
  const sent = source.send(1);
  for (const reader of readers) {
    assert.ok(await pending(sent));
    reader.cancel();
  }
  for (let round = 0; round < 3; round++) {
    assert.ok(await pending(sent));
    source.subscribe(0).cancel();
  }
  assert.equal(drained(source.subscribe(1)), [1]);
  await sent;
});

test("they keep their order, and go before all that were sent later (C1, K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const reader = source.subscribe(1);
  await source.send(0);
  const sent = [1, 2, 3].map((value) => source.send(value));
  const all = source.sendAll([4, 5]);
  reader.cancel();
  sent.push(source.send(6));
  const hit = select({ out: sending(source, 7) });
  assert.not(source.trySend(8));
  const next = source.subscribe(10);
  assert.equal(drained(next), [1, 2, 3, 4, 6, 7]);
  assert.is((await next.receive()).value, 5); // `sendAll` sends one after another
  await Promise.all(sent);
  assert.is(await all, 2);
  assert.is((await hit).key, "out");
});

test("who came later gets them at once, behind what it has been sent (K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const early = source.subscribe(0);
  const first = source.send(1);
  const late = source.subscribe(0);
  const second = source.send(2);
  early.cancel();
  assert.ok(await pending(first));
  assert.equal(drained(late), [2, 1]);
  await Promise.all([first, second]);
});

test("one that waits again can be aborted, and leaves nothing behind (C14, C15, K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const watched = watchedSignal();
  const reader = source.subscribe(0);
  const aborted = [source.send(1, watched), source.send(2), source.send(3, watched)] as const;
  reader.cancel();
  assert.is(watched.listeners, 1);
  watched.controller.abort("late");
  assert.is(await failure(aborted[0]), "late");
  assert.is(await failure(aborted[2]), "late");
  await turn();
  assert.is(watched.listeners, 0);
  assert.equal(drained(source.subscribe(5)), [2]);
  await aborted[1];
});

test("one that was aborted while its subscriber was there does not come back (C14, K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const controller = new AbortController();
  const reader = source.subscribe(0);
  const sent = [source.send(1, controller), source.send(2)];
  controller.abort("late");
  assert.is(await failure(sent[0]!), "late");
  reader.cancel();
  assert.equal(drained(source.subscribe(5)), [2]);
});

test("after close() they wait on, and whoever comes gets them and then the end (C7, C9, K2, K3)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const reader = source.subscribe(0);
  const sent = [source.send(1), source.send(2)];
  source.close("broken");
  reader.cancel();
  assert.ok(await pending(Promise.any(sent)));
  const next = source.subscribe(5);
  assert.equal([next.tryReceive()?.value, next.tryReceive()?.value], [1, 2]);
  assert.is(await failure(next.receive()), "broken");
  await Promise.all(sent);
  assert.is(await failure(source.subscribe(5).receive()), "broken");
});

test("a subscriber that has had its end gets none of them, also while it still holds something (K2, K3)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const early = source.subscribe(0);
  const first = source.send(1);
  const late = source.subscribe(2);
  const second = source.send(2);
  source.close();
  early.cancel();
  assert.ok(await pending(first));
  await second;
  assert.equal(await collect(late), [2]);
  assert.equal(await collect(source.subscribe(0)), [1]);
  await first;
});

test("what was to be replayed comes once: when it is sent again (K1, K2)", async () => {
  const source = broadcast<number>({ replay: 2, whenNone: "wait" });
  const reader = source.subscribe(1);
  await source.send(1);
  const sent = [source.send(2), source.send(3)];
  const other = source.subscribe(0);
  reader.cancel();
  assert.ok(await pending(Promise.any(sent)));
  other.cancel();
  const next = source.subscribe(5);
  assert.equal(drained(next), [1, 2, 3]);
  await Promise.all(sent);
  assert.equal(drained(source.subscribe(5)), [2, 3]);
});

test("a value that ends its only subscriber, by strict(), is sent again to the next (K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const hasty = source.subscribe(strict(1));
  await source.send(1);
  const sent = source.send(2);
  assert.ok(await pending(sent));
  assert.is((await hasty.receive()).value, 1);
  assert.is((await failure<Error>(hasty.receive())).name, "OverflowError");
  const later = source.send(3);
  const next = source.subscribe(strict(1)); // takes the second, and overflows with the third
  await sent;
  assert.ok(await pending(later));
  assert.equal(drained(source.subscribe(2)), [3]);
  await later;
  assert.is((await next.receive()).value, 2);
});

test("so is one that is replayed, and it is not replayed as well (K1, K2)", async () => {
  const source = broadcast<number>({ replay: 3, whenNone: "wait" });
  source.subscribe(strict(0));
  const sent = source.send(1);
  assert.ok(await pending(sent));
  assert.equal(drained(source.subscribe(3)), [1]);
  await sent;
});

test("trySend() is false, and the case of a select waits, when the value ends the only subscriber (C4, K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  source.subscribe(strict(0));
  assert.not(source.trySend(1));
  source.subscribe(strict(0));
  const hit = select({ out: sending(source, 2) });
  assert.ok(await pending(hit));
  assert.equal(drained(source.subscribe(1)), [2]);
  assert.is((await hit).key, "out");
});

test("a subscriber whose buffer drops has accepted the value (B3, K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const reader = source.subscribe(dropping(0));
  await source.send(1);
  reader.cancel();
  assert.equal(drained(source.subscribe(1)), []);
});

test("a buffer that fails when it is asked for room leaves nobody to send to (C21, K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const failing = () =>
    sized<number>(3, () => {
      throw "heavy";
    });
  const reader = source.subscribe(failing());
  assert.not(source.trySend(1));
  assert.is(await failure(reader.receive()), "heavy");
  const sent = source.send(2);
  source.subscribe(failing());
  assert.ok(await pending(sent));
  assert.equal(drained(source.subscribe(1)), [2]);
  await sent;
});

test("a signal that a failing buffer aborts ends the send that was about to begin (C14, C21, K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const controller = new AbortController();
  const failing = () =>
    sized<number>(3, () => {
      controller.abort("late");
      throw "heavy";
    });
  const waiting = source.send(1, controller);
  source.subscribe(failing());
  assert.is(await failure(waiting), "late");
  assert.equal(drained(source.subscribe(1)), []);
});

test("the log closes its gaps and still knows what somebody has accepted (C14, K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const [slow, fast] = [source.subscribe(1), source.subscribe(30)];
  const controllers = Array.from({ length: 60 }, () => new AbortController());
  const sent = controllers.map((controller, value) => source.send(value, controller));
  const odd = Array.from({ length: 30 }, (_, index) => index * 2 + 1);
  for (const value of odd) controllers[value]?.abort(-value);
  assert.is((await Promise.allSettled(sent.filter((_, value) => value % 2 === 1))).length, 30);
  controllers[2]?.abort("one more");
  assert.is(await failure(sent[2]!), "one more");
  fast.cancel();
  slow.cancel();
  // The window of 30 had accepted everything up to 29.
  assert.equal(drained(source.subscribe(60)), [30, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58]);
  await Promise.all(sent.filter((_, value) => value % 2 === 0 && value !== 2));
});

test.run();
