import * as assert from "uvu/assert";
import { channel, type ChannelClosedError, select, sending, sliding } from "sluice";
import { failure } from "../../support/failure.ts";
import { collect, drained, got } from "../../support/reading.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("bounded");
const end = { done: true, value: undefined };
test("send() to a rendezvous channel resolves only when a receiver has taken the value (C2)", async () => {
  const ch = channel<number>();
  const sent = ch.send(1);
  assert.ok(await pending(sent));
  assert.is(ch.size, 0);
  assert.equal(await ch.receive(), got(1));
  await sent;
});

test("after send() on a channel with room, size is already 1 (C3)", () => {
  const ch = channel<number>(1);
  ch.send(1);
  assert.is(ch.size, 1);
});

test("a send() that need not wait resolves with undefined, as does one that waited (C3)", async () => {
  const ch = channel<number>(1);
  assert.is(await ch.send(1), undefined);
  const sent = ch.send(2);
  ch.tryReceive();
  assert.is(await sent, undefined);
});

test("stats is a snapshot: it does not change, and changing it changes nothing", () => {
  const ch = channel<number>(2);
  ch.trySend(1);
  const before = ch.stats;
  ch.trySend(2);
  assert.is(before.sent, 1);
  (before as { sent: number }).sent = 100;
  assert.is(ch.stats.sent, 2);
});

test("peak is the highest size so far (C2)", () => {
  const ch = channel<number>(5);
  for (const value of [1, 2, 3]) ch.trySend(value);
  drained(ch);
  ch.trySend(4);
  assert.is(ch.stats.peak, 3);
});

test("waitingSenders and waitingReceivers count those who wait now", async () => {
  const ch = channel<number>();
  const received = [ch.receive(), ch[Symbol.asyncIterator]().next(), ch.batches().next()];
  assert.is(ch.stats.waitingReceivers, 3);
  await ch.sendAll([1, 2, 3]);
  assert.is(ch.stats.waitingReceivers, 0);
  await Promise.all<unknown>(received);
  ch.send(1);
  ch.send(2);
  assert.is(ch.stats.waitingSenders, 2);
  ch.tryReceive();
  assert.is(ch.stats.waitingSenders, 1);
});

test("a send() that waited at close() can still be aborted; the end then comes at once (C7, C14)", async () => {
  const ch = channel<number>();
  const controller = new AbortController();
  const sent = failure(ch.send(1, { signal: controller.signal }));
  ch.close();
  controller.abort("enough");
  assert.is(await sent, "enough");
  assert.equal(ch.tryReceive(), end);
});

test("the value of a select case that waited at close() is delivered (C7)", async () => {
  const ch = channel<number>();
  const selected = select({ out: sending(ch, 1) });
  const sent = ch.send(2);
  ch.close();
  assert.equal([await ch.receive(), await ch.receive(), await ch.receive()], [got(1), got(2), end]);
  assert.is((await selected).key, "out");
  await sent;
});

test("a select case on a failed channel rejects with the error itself (C9)", async () => {
  const ch = channel<number>();
  const waiting = failure(select({ ch }));
  const error = new Error("The source broke");
  ch.close(error);
  assert.is(await waiting, error);
  assert.is(await failure(select({ ch })), error);
});

test("closed is true from close() on, and from cancel() on (C7, C10)", () => {
  const [one, other] = [channel<number>(), channel<number>()];
  assert.is(one.closed, false);
  one.close();
  other.cancel();
  assert.is(one.closed, true);
  assert.is(other.closed, true);
});

test("a ChannelClosedError has the close error as its cause, or the reason of cancel(), or none (C8, C10)", async () => {
  const [plain, failed, cancelled] = [channel<number>(), channel<number>(), channel<number>()];
  const error = new Error("The source broke");
  plain.close();
  failed.close(error);
  cancelled.cancel("enough");
  const causes = [plain, failed, cancelled].map(async (ch) => (await failure<ChannelClosedError>(ch.send(1))).cause);
  assert.equal(await Promise.all(causes), [undefined, error, "enough"]);
  assert.not("cause" in await failure<ChannelClosedError>(plain.send(1)));
});

test("using a channel closes it at the end of the block (C11)", () => {
  const ch = channel<number>(1);
  const dispose = ch[Symbol.dispose];
  ch.trySend(1);
  dispose.call(ch);
  assert.ok(ch.closed);
  assert.not(ch.signal.aborted);
  assert.equal(drained(ch), [1]);
});

test("cancel() rejects who waits first, then discards, then ends receivers; hooks come last (C10, C21)", () => {
  const seen: unknown[] = [];
  const ch = channel<number>(2, {
    onUndelivered: (value) => seen.push([value, ch.size, ch.stats.waitingSenders, ch.closed]),
  });
  ch.trySend(1);
  ch.trySend(2);
  ch.send(3).catch(() => {});
  ch.cancel();
  assert.equal(seen, [[1, 0, 0, true], [2, 0, 0, true]]);
});

test("cancel(reason) gives each refused sender its own value and the same reason (C10)", async () => {
  const ch = channel<number>();
  const reason = { why: "enough" };
  const sent = [ch.send(1), ch.send(2)].map((each) => failure<ChannelClosedError>(each));
  ch.cancel(reason);
  const errors = await Promise.all(sent);
  assert.equal(errors.map(({ value }) => value), [1, 2]);
  assert.ok(errors.every(({ cause }) => cause === reason));
  assert.is.not(errors[0], errors[1]);
});

test("the first of close() and cancel() decides what receivers see (C7, C10)", async () => {
  const error = new Error("The source broke");
  const closedFirst = channel<number>();
  closedFirst.close(error);
  closedFirst.cancel("enough");
  assert.is(await failure(closedFirst.receive()), error);
  const cancelledFirst = channel<number>();
  cancelledFirst.cancel("enough");
  cancelledFirst.close(error);
  assert.equal(await cancelledFirst.receive(), end);
});

test("signal is made on first use, and is then the same (C26)", () => {
  const ch = channel<number>();
  assert.is(ch.signal, ch.signal);
  assert.not(ch.signal.aborted);
});

test("signal is aborted with the reason of cancel(), also when it is first used later (C26)", () => {
  const [before, later] = [channel<number>(), channel<number>()];
  const { signal } = before;
  before.cancel("enough");
  later.cancel("enough");
  assert.ok(signal.aborted);
  assert.ok(later.signal.aborted);
  assert.is(signal.reason, "enough");
  assert.is(later.signal.reason, "enough");
});

test("signal is aborted with an AbortError when cancel() had no reason (C26)", () => {
  const [before, later] = [channel<number>(), channel<number>()];
  const { signal } = before;
  before.cancel();
  later.cancel();
  assert.is(signal.reason.name, "AbortError");
  assert.is(later.signal.reason.name, "AbortError");
});

test("signal is not aborted by close(), nor by the end of all values, but by a cancel() after them (C26)", () => {
  const ch = channel<number>(1);
  const { signal } = ch;
  ch.trySend(1);
  ch.close(new Error("The source broke"));
  assert.not(signal.aborted);
  ch.tryReceive();
  assert.not(signal.aborted);
  ch.cancel("enough");
  assert.ok(signal.aborted);
});

test("signal is aborted once, after the change: its listeners see a cancelled channel and may use it (C26, C21)", () => {
  const seen: unknown[] = [];
  const ch = channel<number>(1);
  ch.trySend(1);
  ch.signal.addEventListener("abort", () => {
    seen.push(ch.size, ch.closed, ch.trySend(2), ch.tryReceive());
    ch.cancel("again");
  });
  ch.cancel("enough");
  assert.equal(seen, [0, true, false, end]);
  assert.is(ch.signal.reason, "enough");
});

test("signal tells a producer that is not sending that it is no longer wanted (C26)", async () => {
  const ch = channel<number>();
  const producer = new Promise((resolve) => ch.signal.addEventListener("abort", () => resolve(ch.signal.reason)));
  assert.ok(await pending(producer));
  ch.cancel("enough");
  assert.is(await producer, "enough");
});

test("leaving consume() aborts signal; leaving a plain loop does not (C26, C17, C18)", async () => {
  const [plain, owned] = [channel<number>(1), channel<number>(1)];
  plain.trySend(1);
  owned.trySend(1);
  for await (const _ of plain) break;
  for await (const _ of owned.consume()) break;
  assert.not(plain.signal.aborted);
  assert.ok(owned.signal.aborted);
});

test("a hook may close, cancel, send and receive in the middle of cancel() (C21)", async () => {
  const seen: unknown[] = [];
  const ch = channel<number>(3, {
    onUndelivered(value) {
      ch.cancel("again");
      ch.close(new Error("Too late"));
      seen.push(value, ch.trySend(9), ch.tryReceive(), ch.stats.dropped);
    },
  });
  await ch.sendAll([1, 2]);
  ch.cancel("first");
  assert.equal(seen, [1, false, end, 2, 2, false, end, 2]);
  assert.is((await failure<ChannelClosedError>(ch.send(1))).cause, "first");
});

test("a hook that closes the channel during a send() lets that send be delivered (C21, C7)", async () => {
  const ch = channel<number>(sliding(1), { onUndelivered: () => ch.close() });
  await ch.send(1);
  await ch.send(2);
  assert.ok(ch.closed);
  assert.equal(await collect(ch), [2]);
});

test("a hook that receives during a send() takes the new value, once (C21, C12)", async () => {
  const seen: unknown[] = [];
  const ch = channel<number>(sliding(1), { onUndelivered: () => seen.push(ch.tryReceive()) });
  await ch.send(1);
  await ch.send(2);
  assert.equal(seen, [got(2)]);
  assert.is(ch.size, 0);
  assert.equal([ch.stats.sent, ch.stats.received, ch.stats.dropped], [2, 1, 1]);
});

test("no promise of ours rejects that the caller did not get (C21)", async () => {
  const ch = channel<number>(1);
  const aborted = AbortSignal.abort("enough");
  const all: Promise<unknown>[] = [
    ch.send(0, { signal: aborted }),
    ch.receive({ signal: aborted }),
    ch.sendAll([1], { signal: aborted }),
  ];
  await ch.send(1);
  const loop = ch[Symbol.asyncIterator]();
  all.push(ch.send(2), ch.sendAll([3]));
  ch.cancel();
  all.push(ch.send(4), ch.batches().next(), loop.next());
  await Promise.allSettled(all); // the harness fails this test when any other promise rejects
});

test("trySend() does not ask a buffer that refuses all, unless somebody waits to receive (C4, B1)", async () => {
  let asked = 0;
  const ch = channel<number>({
    capacity: 1,
    size: 0,
    refusesAll: true,
    offer: () => (asked++, "drop"),
    take: () => 0,
  });
  assert.not(ch.trySend(1));
  assert.is(asked, 0);
  await ch.send(2);
  assert.equal([asked, ch.stats.dropped], [1, 1]);
  const received = ch.receive();
  assert.ok(ch.trySend(3));
  assert.equal(await received, { done: false, value: 3 });
});

test.run();
