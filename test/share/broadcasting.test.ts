import {
  after,
  broadcast,
  type Buffer,
  channel,
  dropping,
  select,
  selectLoop,
  sending,
  sized,
  sliding,
  strict,
  trySelect,
} from "sluice";
import * as assert from "uvu/assert";
import { Broadcasting } from "../../src/share/broadcasting.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { lent, Probe } from "../support/foreign.ts";
import { collect, drained } from "../support/reading.ts";
import { watchedSignal } from "../support/signals.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("broadcasting");

/** A buffer that calls back when it is offered a value. */
function calling(callback: (value: number) => void): Buffer<number> {
  return sized(10, (value) => {
    callback(value);
    return 1;
  });
}

test("send() resolves when every subscriber has accepted; the slowest that waits sets the pace (K2)", async () => {
  const source = broadcast<number>();
  assert.instance(source, Broadcasting);
  const [slow, fast] = [source.subscribe(0), source.subscribe(1)];
  const sent = source.send(1);
  assert.equal(drained(fast), [1]);
  assert.ok(await pending(sent));
  assert.is((await slow.receive()).value, 1);
  await sent;
});

test("a subscriber that gives values up holds nobody back (K2)", async () => {
  const source = broadcast<number>();
  source.subscribe(sliding(1));
  source.subscribe(dropping(1));
  for (let value = 0; value < 100; value++) await source.send(value);
  assert.ok(source.trySend(100));
});

test("who is fast gets on, whatever waits for the others (K2)", async () => {
  const source = broadcast<number>();
  const [slow, fast] = [source.subscribe(0), source.subscribe(0)];
  const sent = [1, 2, 3].map((value) => source.send(value));
  assert.equal(drained(fast), [1, 2, 3]);
  assert.equal(drained(slow), [1, 2, 3]);
  await Promise.all(sent);
});

test("trySend() is all or none (C4, K2)", async () => {
  const source = broadcast<number>();
  const [narrow, wide] = [source.subscribe(1), source.subscribe(2)];
  assert.ok(source.trySend(1));
  assert.not(source.trySend(2));
  assert.equal(drained(wide), [1]);
  assert.equal(drained(narrow), [1]);
  const waiting = source.subscribe(0);
  assert.not(source.trySend(3));
  const received = waiting.receive();
  assert.ok(source.trySend(3));
  assert.is((await received).value, 3);
});

test("trySend() asks `room`, and a full strict subscriber does not count as one that waits (K2)", async () => {
  const source = broadcast<number>();
  const heavy = source.subscribe(sized(5, (value) => value));
  const hasty = source.subscribe(strict(1));
  assert.ok(source.trySend(3));
  assert.not(source.trySend(4));
  assert.ok(source.trySend(2));
  assert.equal(drained(heavy), [3, 2]);
  assert.is((await hasty.receive()).value, 3);
  assert.is((await failure<Error>(hasty.receive())).name, "OverflowError");
});

test("without a subscriber a value goes, or its send waits for one (K2)", async () => {
  const dropped = broadcast<number>();
  await dropped.send(1);
  assert.ok(dropped.trySend(2));
  const source = broadcast<number>({ whenNone: "wait" });
  assert.not(source.trySend(1));
  const sent = [source.send(1), source.send(2)];
  assert.ok(await pending(Promise.any(sent)));
  const reader = source.subscribe(1);
  assert.equal(drained(reader), [1, 2]);
  await Promise.all(sent);
  reader.cancel();
  assert.ok(await pending(source.send(3)));
});

test("sends that wait for somebody are still delivered after close(), and then comes the end (C7, K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const sent = source.send(1);
  source.close();
  assert.ok(await pending(sent));
  assert.equal(await collect(source.subscribe(0)), [1]);
  await sent;
  assert.equal(await collect(source.subscribe(0)), []);
});

test("close() ends all after what they hold, and what already waits for them (C7, C9, K3)", async () => {
  const source = broadcast<number>();
  const [slow, fast] = [source.subscribe(0), source.subscribe(3)];
  const idle = source.subscribe(sliding(1));
  drained(idle);
  const sent = [source.send(1), source.send(2)];
  assert.is(idle.tryReceive()?.value, 2);
  const waiting = idle.receive();
  source.close("broken");
  assert.is(await failure(waiting), "broken");
  assert.equal([slow.tryReceive()?.value, slow.tryReceive()?.value], [1, 2]);
  await Promise.all(sent);
  for (const reader of [slow, idle]) assert.is(await failure(reader.receive()), "broken");
  assert.equal([(await fast.receive()).value, (await fast.receive()).value], [1, 2]);
  assert.is(await failure(fast.receive()), "broken");
  assert.is(source.subscribers, 0);
});

test("an aborted send is withdrawn from those that have not accepted it; those that have keep it (C14, K2)", async () => {
  const source = broadcast<number>();
  const [slow, window, own] = [source.subscribe(0), source.subscribe(3), source.subscribe(sliding(3))];
  const controller = new AbortController();
  const sent = source.send(1, { signal: controller.signal });
  const next = source.send(2);
  controller.abort("late");
  assert.is(await failure(sent), "late");
  assert.equal(drained(window), [1, 2]);
  assert.equal(drained(own), [1, 2]);
  assert.equal(drained(slow), [2]);
  await next;
});

test("an abort lets the next value in where that has room (C14, K2)", async () => {
  const source = broadcast<number>();
  const heavy = source.subscribe(sized(5, (value) => value));
  await source.send(3);
  const controller = new AbortController();
  const sent = source.send(4, { signal: controller.signal });
  const next = source.send(2);
  assert.ok(await pending(next));
  controller.abort("late");
  assert.is(await failure(sent), "late");
  await next;
  assert.equal(drained(heavy), [3, 2]);
});

test("an abort lets a select go on that waited behind it (C14, S3)", async () => {
  const source = broadcast<number>();
  source.subscribe(sized(5, (value) => value));
  await source.send(3);
  const controller = new AbortController();
  const sent = source.send(4, { signal: controller.signal });
  const hit = select({ out: sending(source, 2) });
  assert.ok(await pending(hit));
  controller.abort("late");
  assert.is(await failure(sent), "late");
  assert.is((await hit).key, "out");
});

test("the last send withdrawn after close() is the end for those who waited for it (C7, C14)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(1);
  const controller = new AbortController();
  await source.send(1);
  const sent = source.send(2, { signal: controller.signal });
  source.close();
  controller.abort("late");
  assert.is(await failure(sent), "late");
  assert.equal(await collect(reader), [1]);
});

test("however many sends wait on one signal, it has one listener, and none when they are through (C15)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const watched = watchedSignal();
  const { signal } = watched;
  const early = source.send(1, { signal });
  const reader = source.subscribe(0);
  const sent = [source.send(2, { signal }), source.send(3, { signal })];
  assert.is(watched.listeners, 1);
  assert.equal(drained(reader), [1, 2, 3]);
  await Promise.all([early, ...sent]);
  await turn();
  assert.is(watched.listeners, 0);
});

test("a send that waited for somebody can be aborted before, and after it has begun (C14, K2)", async () => {
  const source = broadcast<number>({ whenNone: "wait" });
  const controllers = [1, 2, 3].map(() => new AbortController());
  const [first, second, third] = controllers.map(({ signal }, index) => source.send(index + 1, { signal }));
  controllers[0]?.abort("before");
  assert.is(await failure(first!), "before");
  const reader = source.subscribe(0);
  controllers[1]?.abort("after");
  assert.is(await failure(second!), "after");
  assert.equal(drained(reader), [3]);
  await third;
});

test("too many waiting sends are refused, and the values handed back (K2)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  for (let value = 0; value < 65_536; value++) source.send(value);
  const error = await failure<Error & { value: number }>(source.send(-1));
  assert.equal([error.name, error.value], ["OverflowError", -1]);
  assert.is(error.message, "Cannot send: 65536 sends are already waiting; is send() awaited?");
  assert.is((await failure<Error>(select({ out: sending(source, -1) }))).name, "OverflowError");
  assert.is(drained(reader).length, 65_536);
});

test("a select sends when all can take its value at once, and not before (S3, K2)", async () => {
  const source = broadcast<number>();
  const [first, second] = [source.subscribe(0), source.subscribe(0)];
  const hit = select({ out: sending(source, 1), late: after(60_000) });
  assert.ok(await pending(hit));
  const received = first.receive();
  assert.ok(await pending(hit));
  assert.equal(drained(second), [1]);
  assert.is((await hit).key, "out");
  assert.is((await received).value, 1);
});

test("nobody overtakes the case of a select that waits, and it leaves no trace when another happens (C1, S1)", async () => {
  const source = broadcast<number>();
  const [slow, fast] = [source.subscribe(0), source.subscribe(5)];
  const other = channel<string>();
  const hit = select({ out: sending(source, 1), other });
  const sent = source.send(2);
  assert.not(source.trySend(3));
  assert.equal(drained(fast), []);
  other.trySend("other");
  assert.is((await hit).key, "other");
  assert.equal(drained(fast), [2]);
  assert.equal(drained(slow), [2]);
  await sent;
});

test("two selects meet through a broadcast, and one never meets itself (S4)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  const alone = select({ out: sending(source, 1), in: reader, late: after(0) });
  assert.is((await alone).key, "late");
  const out = select({ out: sending(source, 2) });
  assert.equal(await select({ in: reader }), { key: "in", done: false, value: 2 });
  assert.is((await out).key, "out");
  const into = select({ in: reader });
  assert.is(trySelect({ out: sending(source, 3) })?.key, "out");
  assert.is((await into).value, 3);
});

test("a foreign select sends and receives as ours does (S8)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  const sent = select({ out: lent(sending(source, 1)) });
  assert.is((await reader.receive()).value, 1);
  assert.is((await sent).key, "out");
  const received = reader.receive();
  assert.is((await select({ out: lent(sending(source, 2)) })).key, "out");
  assert.is((await received).value, 2);
  source.close();
  assert.is((await failure<Error>(select({ out: lent(sending(source, 3)) }))).name, "ChannelClosedError");
});

test("what a foreign case changes while it parks is seen by a send case that would otherwise wait (S3, S8)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  let received: Promise<IteratorResult<number>> | undefined;
  const foreign = new Probe({ park: () => void (received = reader.receive()) });
  const hit = await select({ foreign, out: sending(source, 1) });
  assert.is(hit.key, "out");
  assert.is((await received)?.value, 1);
});

test("a foreign select looks again when it parks (S3, S8)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  const out = sending(source, 1);
  assert.is(out.poll(), undefined);
  const received = reader.receive();
  const settled: unknown[] = [];
  out.park({ claim: () => true, settle: (result) => settled.push(result), fail: () => {} });
  assert.equal(settled, [{ done: false, value: undefined }]);
  assert.is((await received).value, 1);
});

test("a turn that says no when its value could be sent is passed over (C12, S8)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  const asked: string[] = [];
  sending(source, 1).park({
    claim: () => {
      asked.push("claim");
      return false;
    },
    settle: () => assert.unreachable("It said no"),
    fail: () => assert.unreachable("It said no"),
  });
  const sent = source.send(2);
  assert.equal(drained(reader), [2]);
  await sent;
  assert.equal(asked, ["claim"]);
});

test("a select loop sends once to all, and reads on from a subscription (S7)", async () => {
  const source = broadcast<number>();
  const [reader, other] = [source.subscribe(0), source.subscribe(1)];
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const hit of selectLoop({ in: reader })) seen.push(hit.value);
  })();
  for await (const hit of selectLoop({ out: sending(source, 1) })) seen.push(hit.key);
  source.close();
  await reading;
  assert.equal(drained(other), [1]);
  assert.equal(seen.sort(), [1, "out"]);
});

test("a send case on a closed broadcast is ready, and rejects with ChannelClosedError (S5)", async () => {
  const source = broadcast<number>();
  source.close();
  assert.is((await failure<Error>(select({ out: sending(source, 1) }))).name, "ChannelClosedError");
  assert.is(thrownBy<Error>(() => trySelect({ out: sending(source, 1) })).name, "ChannelClosedError");
});

test("a send case that waits when close() comes is still delivered (C7, S5)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  const hit = select({ out: sending(source, 1) });
  source.close();
  assert.equal(await collect(reader), [1]);
  assert.is((await hit).key, "out");
});

test("close() by a function of a buffer ends all after the value it was asked about (C7, C21)", async () => {
  const source = broadcast<number>();
  const before = source.subscribe(5);
  const closing = source.subscribe(calling(() => source.close()));
  const after = source.subscribe(5);
  await source.send(1);
  for (const reader of [before, closing, after]) assert.equal(await collect(reader), [1]);
});

test("close() by a function of a buffer that has no room still comes to pass (C7, C21)", async () => {
  const source = broadcast<number>();
  const full: Buffer<number> = { capacity: 1, size: 0, offer: () => "wait", take: () => 0, room: () => false };
  const closing = source.subscribe({
    ...full,
    room: () => {
      source.close();
      return false;
    },
  });
  assert.not(source.trySend(1));
  assert.equal(await closing.receive(), { done: true, value: undefined });
});

/** A broadcast with one subscriber that accepts a value and aborts its send, and one that has no room for it. */
function aborting() {
  const source = broadcast<number>();
  const controller = new AbortController();
  const own = source.subscribe(calling((value) => {
    if (value === 1) controller.abort("meanwhile");
  }));
  return { source, signal: controller.signal, own, slow: source.subscribe(0) };
}

test("a function of a buffer may abort the very send that it is asked about (C13, C21)", async () => {
  const { source, signal, own, slow } = aborting();
  assert.is(await failure(source.send(1, { signal })), "meanwhile");
  assert.equal(drained(own), [1]);
  assert.equal(drained(slow), []);
  const next = source.send(2);
  assert.equal(drained(slow), [2]);
  await next;
});

test("the same when the send waited for a select before it (C14, C21)", async () => {
  const { source, signal, own, slow } = aborting();
  const controller = new AbortController();
  const hit = select({ out: sending(source, 0) }, { signal: controller.signal });
  const sent = source.send(1, { signal });
  controller.abort("enough");
  assert.is(await failure(hit), "enough");
  assert.is(await failure(sent), "meanwhile");
  assert.equal(drained(own), [1]);
  assert.equal(drained(slow), []);
});

test("a function of a buffer may have others leave while they are asked whether they have room (C21, K3)", () => {
  const source = broadcast<number>();
  const leave = () => {
    other.cancel();
    return true;
  };
  source.subscribe({ capacity: 1, size: 0, offer: () => "kept", take: () => 0, room: leave });
  const other = source.subscribe(0);
  assert.ok(source.trySend(1));
  assert.is(source.subscribers, 1);
});

test("a function of a buffer may abort the select that it is asked for (C21, S1)", async () => {
  const source = broadcast<number>();
  const controller = new AbortController();
  let empty = false;
  const own = source.subscribe({
    capacity: 1,
    size: 0,
    offer: () => assert.unreachable("It was aborted") as never,
    take: () => 0,
    room() {
      if (empty) controller.abort("meanwhile");
      return empty;
    },
  });
  const other = source.subscribe(2);
  const hit = select({ out: sending(source, 1) }, { signal: controller.signal });
  empty = true;
  other.tryReceive();
  assert.is(await failure(hit), "meanwhile");
  assert.equal([own, other].map((reader) => reader.tryReceive()), [undefined, undefined]);
});

test("a select that sends to a subscriber from which it receives does not serve itself (K2, S4)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  for (const receiveFirst of [true, false]) {
    const cases = receiveFirst
      ? { received: reader, sent: sending(source, 1) }
      : { sent: sending(source, 1), received: reader };
    const hit = select(cases);
    assert.ok(await pending(hit));
    const received = reader.receive();
    assert.is((await hit).key, "sent");
    assert.equal(await received, { done: false, value: 1 });
  }
});

test("a send that a function of a buffer aborts takes no other one with it (C14, C21, K2)", async () => {
  const source = broadcast<number>();
  const controller = new AbortController();
  const slow = source.subscribe(0);
  source.subscribe(calling((n) => void (n === 2 && controller.abort("late"))));
  const first = source.send(0);
  const second = failure(source.send(1, { signal: controller.signal }));
  const third = source.send(2);
  assert.is(await second, "late");
  assert.equal(drained(slow), [0, 2]);
  await Promise.all([first, third]);
});

/** Sends 1 to 5 to two subscribers, where a function of the buffer of one reads the other, `count` times at 3. */
async function drainedWithin(replay: number, capacity: number, count: number, readerFirst: boolean, parks: boolean) {
  const source = broadcast<number>({ replay });
  const got: number[] = [];
  const receive = () => reader.receive().then(({ done, value }) => done || got.push(value));
  const meddle = (n: number) => {
    for (let reads = 0; n === 3 && reads < count; reads++) {
      const next = parks ? void receive() : reader.tryReceive();
      if (next?.done === false) got.push(next.value);
    }
  };
  const meddler = () => source.subscribe(calling(meddle));
  if (!readerFirst) meddler();
  const reader = source.subscribe(capacity);
  if (readerFirst) meddler();
  for (let n = 1; n <= 5; n++) source.send(n);
  await turn();
  source.close();
  while (got.length < 5) {
    const next = await reader.receive();
    if (next.done) break;
    got.push(next.value);
  }
  await turn();
  return got.sort();
}

for (const replay of [0, 1]) {
  for (const capacity of [0, 1, 2, 3]) {
    test(`who is read by a function of another's buffer gets each value once: ${capacity}, replay: ${replay} (C12, C21, K1)`, async () => {
      for (let count = 1; count < 6; count++) {
        for (const readerFirst of [true, false]) {
          for (const parks of [true, false]) {
            const got = await drainedWithin(replay, capacity, count, readerFirst, parks);
            assert.equal(got, [1, 2, 3, 4, 5], `${count} ${readerFirst} ${parks}`);
          }
        }
      }
    });
  }
}

test.run();
