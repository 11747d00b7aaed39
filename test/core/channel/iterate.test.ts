import * as assert from "uvu/assert";
import { type Channel, channel, pipeline, sending } from "sluice";
import { failure } from "../../support/failure.ts";
import { collect, drained, got } from "../../support/reading.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("iterate");
const end = { done: true, value: undefined };
/** A channel that holds 0, 1, 2, …; closed if so wished. */
function counting(count: number): Channel<number> {
  const ch = channel<number>(Math.max(count, 1));
  for (let value = 0; value < count; value++) ch.trySend(value);
  return ch;
}

test("each loop over a channel has an iterator of its own (C19)", () => {
  const ch = channel<number>();
  assert.is.not(ch[Symbol.asyncIterator](), ch[Symbol.asyncIterator]());
  assert.is.not(ch.consume(), ch.consume());
});

test("an iterator is its own iterable, so that a loop can go on with it (C19)", async () => {
  for (const open of [(ch: Channel<number>) => ch[Symbol.asyncIterator](), (ch: Channel<number>) => ch.consume()]) {
    const ch = counting(3);
    ch.close();
    const loop = open(ch);
    assert.is(loop[Symbol.asyncIterator](), loop);
    assert.equal(await loop.next(), got(0));
    assert.equal(await collect(loop), [1, 2]);
  }
});

test("a loop waits for values, and ends with the channel (C16)", async () => {
  const ch = channel<number>();
  const all = collect(ch);
  assert.ok(await pending(all));
  await ch.send(1);
  await ch.send(2);
  assert.ok(await pending(all));
  ch.close();
  assert.equal(await all, [1, 2]);
});

test("loops and receives that wait are served first come, first served (C16)", async () => {
  const ch = channel<number>();
  const waiting = [ch[Symbol.asyncIterator]().next(), ch.receive(), ch.consume().next(), ch.receive()];
  await ch.sendAll([1, 2, 3, 4]);
  assert.equal((await Promise.all(waiting)).map(({ value }) => value), [1, 2, 3, 4]);
});

test("break, return and throw in a loop leave the channel open, and lose nothing (C17)", async () => {
  const ch = counting(4);
  for await (const value of ch) {
    assert.is(value, 0);
    break;
  }
  const first = async () => {
    for await (const value of ch) return value;
    return undefined;
  };
  assert.is(await first(), 1);
  const broken = new Error("In the body");
  const failing = async () => {
    for await (const value of ch) {
      assert.is(value, 2);
      throw broken;
    }
  };
  assert.is(await failure(failing()), broken);
  assert.not(ch.closed);
  assert.equal(drained(ch), [3]);
});

test("a value sent after a loop was left goes to the next one who asks (C17)", async () => {
  const ch = counting(1);
  for await (const _ of ch) break;
  const received = ch.receive();
  await ch.send(7);
  assert.equal(await received, got(7));
});

test("break, return and throw in a loop over consume() cancel the channel (C18)", async () => {
  const leave: ((ch: Channel<number>) => Promise<unknown>)[] = [
    async (ch) => {
      for await (const _ of ch.consume()) break;
    },
    async (ch) => {
      for await (const value of ch.consume()) return value;
      return undefined;
    },
    (ch) =>
      failure((async () => {
        for await (const _ of ch.consume()) throw new Error("In the body");
      })()),
  ];
  for (const way of leave) {
    const ch = counting(3);
    await way(ch);
    assert.ok(ch.closed);
    assert.ok(ch.signal.aborted);
    assert.is(ch.stats.dropped, 2);
  }
});

test("return() on an iterator of consume() that came to the end cancels nothing, as some engines call it (C18, C19, C26)", async () => {
  const broken = new Error("In the sender");
  const endings: ((ch: Channel<number>) => void)[] = [(ch) => ch.close(), (ch) => ch.close(broken)];
  for (const close of endings) {
    const ch = channel<number>(1);
    await ch.send(1);
    close(ch);
    const loop = ch.consume();
    await loop.next();
    await loop.next().catch((error) => assert.is(error, broken));
    assert.equal(await loop.return?.(), end);
    assert.not(ch.signal.aborted);
  }
});

test("return() on an iterator of consume() cancels even before the first next() (C18)", async () => {
  const ch = counting(1);
  assert.equal(await ch.consume().return?.(), end);
  assert.ok(ch.closed);
});

test("return() on an iterator of consume() rejects the senders who wait, and ends sibling loops (C18, C10)", async () => {
  const ch = channel<number>();
  const sent = failure<Error>(ch.send(1));
  await ch.consume().return?.();
  assert.is((await sent).name, "ChannelClosedError");

  const other = channel<number>();
  const sibling = collect(other);
  await other.consume().return?.();
  assert.equal(await sibling, []);
});

test("a hook that leaving consume() calls finds its iterator at the end, also after close(error) (C18, C19, C21)", async () => {
  const leaving = [
    (loop: AsyncIterator<number>) => loop.return?.(),
    (loop: AsyncIterator<number>) => failure(loop.throw?.(new Error("broken")) as Promise<unknown>),
  ];
  for (const leave of leaving) {
    const asked: Promise<IteratorResult<number>>[] = [];
    const ch = channel<number>(1, { onUndelivered: () => asked.push(loop.next()) });
    const loop = ch.consume();
    ch.trySend(0);
    ch.close(new Error("The source broke"));
    await leave(loop);
    assert.equal(await Promise.all(asked), [end]);
  }
});

test("a loop over consume() that ends by itself cancels nothing (C18)", async () => {
  const ch = counting(2);
  ch.close();
  assert.equal(await collect(ch.consume()), [0, 1]);
  assert.not(ch.signal.aborted);
});

test("concurrent next() calls are answered in order, mixed with values that are there (C19)", async () => {
  const ch = counting(2);
  const loop = ch[Symbol.asyncIterator]();
  const all = [loop.next(), loop.next(), loop.next(), loop.next(), loop.next()];
  await ch.sendAll([2, 3]);
  const late = loop.next();
  await ch.sendAll([4, 5]);
  assert.equal(await Promise.all([...all, late]), [0, 1, 2, 3, 4, 5].map(got));
});

test("concurrent next() calls of several iterators stand in one line (C16, C19)", async () => {
  const ch = channel<number>(10);
  const [one, other] = [ch[Symbol.asyncIterator](), ch[Symbol.asyncIterator]()];
  const all = [one.next(), other.next(), one.next(), other.next(), other.next()];
  await ch.sendAll([0, 1, 2, 3, 4]);
  assert.equal(await Promise.all(all), [0, 1, 2, 3, 4].map(got));
});

test("an iterator that was answered can wait again, in front of later ones (C19)", async () => {
  const ch = channel<number>(10);
  const loop = ch[Symbol.asyncIterator]();
  for (let round = 0; round < 3; round++) {
    const all = [loop.next(), loop.next(), loop.next()];
    await ch.sendAll([round, round, round]);
    assert.equal(await Promise.all(all), [round, round, round].map(got));
  }
});

test("concurrent next() calls end together when the channel closes (C19)", async () => {
  const ch = channel<number>();
  const loop = ch[Symbol.asyncIterator]();
  const all = [loop.next(), loop.next(), loop.next()];
  ch.close();
  assert.equal(await Promise.all(all), [end, end, end]);
});

test("concurrent next() calls get the close error once, and then the end (C19, C9)", async () => {
  const ch = channel<number>();
  const loop = ch[Symbol.asyncIterator]();
  const [first, ...others] = [loop.next(), loop.next(), loop.next()];
  const error = new Error("The source broke");
  ch.close(error);
  assert.is(await failure(first as Promise<unknown>), error);
  assert.equal(await Promise.all(others), [end, end]);
  assert.equal(await loop.next(), end);
});

test("of concurrent next() calls, those without a value get the close error once (C19, C9)", async () => {
  const ch = channel<number>();
  const loop = ch[Symbol.asyncIterator]();
  const [first, second, third] = [loop.next(), loop.next(), loop.next()];
  ch.trySend(1);
  const error = new Error("The source broke");
  ch.close(error);
  assert.equal(await first, got(1));
  assert.is(await failure(second), error);
  assert.equal(await third, end);
});

test("return() ends all next() calls that wait, and takes no value (C19)", async () => {
  const ch = channel<number>(1);
  const loop = ch[Symbol.asyncIterator]();
  const all = [loop.next(), loop.next(), loop.next()];
  const returned = loop.return?.();
  assert.is(ch.stats.waitingReceivers, 0);
  assert.equal(await Promise.all([...all, returned]), [end, end, end, end]);
  await ch.send(1);
  assert.equal(drained(ch), [1]);
});

test("return() after the first of several next() calls was answered ends the others (C19)", async () => {
  const ch = channel<number>(1);
  const loop = ch[Symbol.asyncIterator]();
  const all = [loop.next(), loop.next(), loop.next()];
  ch.trySend(1);
  await loop.return?.();
  assert.equal(await Promise.all(all), [got(1), end, end]);
  assert.is(ch.stats.waitingReceivers, 0);
});

test("return() while a next() looks for a value has it not wait for one (C19)", async () => {
  const ch = channel<number>();
  for (const loop of [ch[Symbol.asyncIterator](), ch.batches()]) {
    const claim = () => {
      loop.return?.();
      return false;
    };
    sending(ch, 1).park({ claim, settle: () => {}, fail: () => {} });
    const next = loop.next();
    assert.equal([ch.stats.waitingReceivers, ch.trySend(2)], [0, false]);
    assert.equal(await next, end);
  }
});

test("return() leaves other waiting receivers in their order (C17, C19)", async () => {
  const ch = channel<number>();
  const before = ch.receive();
  const loop = ch[Symbol.asyncIterator]();
  const next = loop.next();
  const after = ch.receive();
  await loop.return?.();
  await ch.sendAll([1, 2]);
  assert.equal(await Promise.all([before, next, after]), [got(1), end, got(2)]);
});

test("after return() an iterator stays at its end, whatever the channel gives (C19)", async () => {
  const ch = counting(2);
  const loop = ch[Symbol.asyncIterator]();
  await loop.return?.();
  for (let round = 0; round < 3; round++) assert.equal(await loop.next(), end);
  assert.equal(await loop.return?.(), end);
  assert.equal(drained(ch), [0, 1]);
});

test("after its end an iterator stays at its end (C19)", async () => {
  const ch = counting(0);
  ch.close();
  const loop = ch[Symbol.asyncIterator]();
  for (let round = 0; round < 3; round++) assert.equal(await loop.next(), end);
});

test("after its error an iterator stays at its end; a new one fails again (C19, C9)", async () => {
  const ch = counting(1);
  const error = new Error("The source broke");
  ch.close(error);
  const loop = ch[Symbol.asyncIterator]();
  assert.equal(await loop.next(), got(0));
  assert.is(await failure(loop.next()), error);
  for (let round = 0; round < 3; round++) assert.equal(await loop.next(), end);
  assert.is(await failure(ch[Symbol.asyncIterator]().next()), error);
});

test("a loop whose last value comes from a sender that waited sees the end next (C7, C16)", async () => {
  const ch = channel<number>();
  const sent = [ch.send(1), ch.send(2)];
  ch.close();
  assert.equal(await collect(ch), [1, 2]);
  await Promise.all(sent);
});

test("throw() ends an iterator as return() does, and rejects with the error (C19, C28)", async () => {
  const broken = new Error("broken");
  const ch = counting(2);
  const loop = ch[Symbol.asyncIterator]();
  assert.equal(await loop.next(), got(0));
  assert.is(await failure(loop.throw?.(broken) as Promise<unknown>), broken);
  assert.equal(await loop.next(), end);
  assert.equal([ch.closed, drained(ch)], [false, [1]]);
  const waiting = ch[Symbol.asyncIterator]();
  const next = waiting.next();
  assert.is(await failure(waiting.throw?.(broken) as Promise<unknown>), broken);
  assert.equal([await next, ch.stats.waitingReceivers], [end, 0]);
});

test("throw() of an owning iterator cancels the channel with the error as the reason (C18, C28)", async () => {
  for (const open of [(ch: Channel<number>) => ch.consume(), (ch: Channel<number>) => pipeline(ch.consume())]) {
    const broken = new Error("broken");
    const ch = counting(2);
    const { signal } = ch;
    const loop = open(ch);
    assert.equal(await loop.next(), got(0));
    assert.is(await failure(loop.throw?.(broken) as Promise<unknown>), broken);
    assert.equal([ch.closed, ch.size, signal.reason], [true, 0, broken]);
    assert.is((await failure<Error>(ch.send(3))).cause, broken);
  }
});

test.run();
