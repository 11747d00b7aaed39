import * as assert from "uvu/assert";
import { type Buffer, channel } from "sluice";
import { bufferContract } from "../../suites/contracts/buffer.ts";
import { drained } from "../../support/reading.ts";
import { suite } from "../../support/test.ts";

/** A buffer as a user writes it: an object with no more than it needs. */
function plain<T>(capacity: number): Buffer<T> {
  const held: T[] = [];
  return {
    capacity,
    get size() {
      return held.length;
    },
    offer(value) {
      if (held.length === capacity) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as T,
  };
}

/** The same as a class, with methods that need their `this`, and with `room`. */
class Roomy<T> implements Buffer<T> {
  readonly capacity = 2;
  private readonly held: T[] = [];

  get size(): number {
    return this.held.length;
  }

  offer(value: T): "kept" | "wait" {
    if (!this.room()) return "wait";
    this.held.push(value);
    return "kept";
  }

  take(): T {
    return this.held.shift() as T;
  }

  room(): boolean {
    return this.held.length < this.capacity;
  }
}

/** Keeps the newest two; the others are discarded together, when the third comes. */
class Halving<T> implements Buffer<T> {
  readonly capacity = 1;
  private held: T[] = [];

  get size(): number {
    return this.held.length;
  }

  offer(value: T, discard: (older: T) => void): "kept" {
    if (this.held.length === 1) this.held.splice(0).forEach(discard);
    this.held.push(value);
    return "kept";
  }

  take(): T {
    return this.held.shift() as T;
  }

  room(): boolean {
    return true;
  }
}

bufferContract(
  { title: "a plain object of 0", make: () => plain(0), capacity: 0, room: 0, full: "waits" },
  { title: "a plain object of 2", make: () => plain(2), capacity: 2, room: 2, full: "waits" },
  { title: "a class of 2 with room()", make: <T>() => new Roomy<T>(), capacity: 2, room: 2, full: "waits" },
  { title: "a class of 1 that discards", make: <T>() => new Halving<T>(), capacity: 1, room: 1, full: "slides" },
);

const test = suite("state");

/** Gives the newest value first. */
function stack<T>(capacity: number): Buffer<T> {
  const held: T[] = [];
  return {
    capacity,
    get size() {
      return held.length;
    },
    offer(value) {
      if (held.length === capacity) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.pop() as T,
  };
}

test("a buffer decides the order: a stack gives the newest first (B1)", async () => {
  const undo = channel<string>(stack(3));
  await undo.sendAll(["first", "second", "third"]);
  const sent = undo.send("fourth");
  assert.equal(drained(undo), ["third", "fourth", "second", "first"]);
  await sent;
});

test("cancel() discards in the order in which the buffer gives (C10, B1)", async () => {
  const lost: string[] = [];
  const undo = channel<string>(stack(3), { onUndelivered: (value) => lost.push(value) });
  await undo.sendAll(["first", "second"]);
  undo.cancel();
  assert.equal(lost, ["second", "first"]);
});

test("a buffer may come with values in it: they are received, and counted (B1)", () => {
  const held = [1, 2];
  const ch = channel<number>({
    capacity: 4,
    get size() {
      return held.length;
    },
    offer(value) {
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as number,
  });
  assert.is(ch.size, 2);
  assert.equal(drained(ch), [1, 2]);
  assert.equal([ch.stats.sent, ch.stats.received], [2, 2]);
});

test("take() is called only while size > 0 (B1)", async () => {
  const inner = plain<number>(1);
  const ch = channel<number>({
    capacity: 1,
    get size() {
      return inner.size;
    },
    offer: inner.offer,
    take() {
      assert.ok(inner.size > 0);
      return inner.take();
    },
  });
  assert.is(ch.tryReceive(), undefined);
  await ch.sendAll([1]);
  assert.equal(drained(ch), [1]);
  const received = ch.receive();
  await ch.send(2);
  await received;
  await ch.send(3);
  ch.cancel();
  ch.tryReceive();
  await ch.receive();
  assert.is(ch.stats.dropped, 1);
});

test("offer() is called only when no receiver waits, and never on a closed channel (B1)", async () => {
  let offers = 0;
  const inner = plain<number>(1);
  const ch = channel<number>({
    capacity: 1,
    get size() {
      return inner.size;
    },
    offer(value, discard) {
      offers++;
      return inner.offer(value, discard);
    },
    take: inner.take,
  });
  const received = ch.receive();
  await ch.send(1);
  await received;
  assert.is(offers, 0);
  ch.close();
  assert.not(ch.trySend(2));
  await ch.send(3).catch(() => {});
  assert.is(offers, 0);
});

test("a buffer that discards several older values at once has each counted and passed on, in order (B3)", async () => {
  const lost: number[] = [];
  const held: number[] = [];
  const ch = channel<number>({
    capacity: 3,
    get size() {
      return held.length;
    },
    offer(value, discard) {
      if (held.length === 3) held.splice(0).forEach(discard);
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as number,
    room: () => true,
  }, { onUndelivered: (value) => lost.push(value) });
  await ch.sendAll([1, 2, 3, 4]);
  assert.equal(lost, [1, 2, 3]);
  assert.equal([ch.stats.sent, ch.stats.dropped, ch.stats.peak, ch.size], [4, 3, 3, 1]);
});

test("a buffer that says merge has that send counted as merged (C12, B1)", async () => {
  const held: number[] = [];
  const ch = channel<number>({
    capacity: 1,
    get size() {
      return held.length;
    },
    offer(value) {
      if (held.length === 0) {
        held.push(value);
        return "kept";
      }
      held[0] = (held[0] ?? 0) + value;
      return "merge";
    },
    take: () => held.shift() as number,
    room: () => true,
  });
  await ch.sendAll([1, 2]);
  assert.ok(ch.trySend(3));
  assert.equal([ch.stats.sent, ch.stats.merged, ch.size], [3, 2, 1]);
  assert.equal(drained(ch), [6]);
});

test("what offer() throws rejects that send(), trySend() throws it, and nothing is counted (C21, B1)", async () => {
  const broken = new Error("In the buffer");
  const ch = channel<number>({
    capacity: 1,
    size: 0,
    offer() {
      throw broken;
    },
    take: () => 0,
  });
  assert.is(await ch.send(1).catch((error) => error), broken);
  assert.throws(() => ch.trySend(1), "In the buffer");
  assert.is(ch.stats.sent, 0);
});

test("what take() throws rejects that receive(), tryReceive() throws it, and the channel goes on (B1)", async () => {
  let works = false;
  const inner = plain<number>(2);
  const ch = channel<number>({
    capacity: 2,
    get size() {
      return inner.size;
    },
    offer: inner.offer,
    take() {
      if (works) return inner.take();
      throw new Error("In the buffer");
    },
  });
  await ch.sendAll([1, 2]);
  assert.is((await ch.receive().catch((error) => error)).message, "In the buffer");
  assert.throws(() => ch.tryReceive(), "In the buffer");
  assert.is((await ch.batches().next().catch((error) => error)).message, "In the buffer");
  assert.equal([ch.stats.received, ch.size], [0, 2]);
  works = true;
  assert.equal(drained(ch), [1, 2]);
});

test("a channel without options of its own counts what is dropped for itself alone (B3, C12)", () => {
  const [one, other] = [channel<number>(new Halving<number>()), channel<number>(new Halving<number>())];
  for (const value of [1, 2, 3]) one.trySend(value);
  assert.is(one.stats.dropped, 2);
  assert.is(other.stats.dropped, 0);
});

test("stats.peak counts what a buffer came with (C12)", async () => {
  const held = [1, 2, 3];
  const ch = channel<number>({
    capacity: 3,
    get size() {
      return held.length;
    },
    offer: () => "wait",
    take: () => held.shift() as number,
  });
  assert.is(ch.stats.peak, 3);
  await ch.receive();
  assert.is(ch.stats.peak, 3);
});

test.run();
