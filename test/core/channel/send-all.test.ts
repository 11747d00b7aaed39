import * as assert from "uvu/assert";
import {
  type Buffer,
  channel,
  type ChannelClosedError,
  dropping,
  fifo,
  sized,
  sliding,
  strict,
  unbounded,
} from "sluice";
import { breathes } from "../../support/breathes.ts";
import { failure } from "../../support/failure.ts";
import { collect, drained } from "../../support/reading.ts";
import { watchedSignal } from "../../support/signals.ts";
import { pending, suite, ticks, turn } from "../../support/test.ts";
import { unhurried } from "../../support/unhurried.ts";

const test = suite("sendAll");

/** A source that notes how it is used; `next` gives its results. */
class Source<T> {
  pulled = 0;
  returned = 0;
  protected readonly give: (pull: number) => unknown;
  private readonly release: () => unknown;

  constructor(give: (pull: number) => unknown, release: () => unknown = () => ({ done: true, value: undefined })) {
    this.give = give;
    this.release = release;
  }

  next(): IteratorResult<T> {
    return this.give(this.pulled++) as IteratorResult<T>;
  }

  return(): IteratorResult<T> {
    this.returned++;
    return this.release() as IteratorResult<T>;
  }
}

/** The same source, read as a synchronous or as an asynchronous one. */
function sync<T>(source: Source<T>): Iterable<T> {
  return { [Symbol.iterator]: () => source };
}

function async<T>(source: Source<T>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => source as unknown as AsyncIterator<T> };
}

/** 0, 1, 2, … without an end. */
function endless(): Source<number> {
  return new Source((value) => ({ done: false, value }));
}

/** The values given, then the end. */
function finite(...values: number[]): Source<number> {
  return new Source((index) => ({ done: index >= values.length, value: values[index] }));
}

/** 0, 1, 2, … each with a hop before it. */
function slow(): Source<number> {
  return new Source((value) => Promise.resolve({ done: false, value }));
}

function lossy(lost: number[]) {
  return { onUndelivered: (value: number) => lost.push(value) };
}

test("sendAll() takes any iterable: arrays, sets, generators, strings in arrays (C6)", async () => {
  const ch = channel<unknown>(unbounded());
  function* generator() {
    yield 4;
    yield 5;
  }
  assert.is(await ch.sendAll([1, 2]), 2);
  assert.is(await ch.sendAll(new Set([3])), 1);
  assert.is(await ch.sendAll(generator()), 2);
  assert.is(await ch.sendAll(["text"]), 1);
  assert.equal(drained(ch), [1, 2, 3, 4, 5, "text"]);
});

test("sendAll() takes any async iterable: generators and other channels (C6)", async () => {
  const [from, to] = [channel<number>(3), channel<number>(unbounded())];
  async function* generator() {
    yield 4;
    await ticks(3);
    yield 5;
  }
  await from.sendAll([1, 2, 3]);
  from.close();
  assert.is(await to.sendAll(from), 3);
  assert.is(await to.sendAll(generator()), 2);
  assert.equal(drained(to), [1, 2, 3, 4, 5]);
});

test("an iterable that is both kinds is read as an async one (C6)", async () => {
  const ch = channel<number>(1);
  const both = { ...sync(finite(1)), ...async(finite(2)) };
  assert.is(await ch.sendAll(both), 1);
  assert.equal(drained(ch), [2]);
});

test("an array may grow while sendAll() reads it, and may say how it is read (C6)", async () => {
  const values = [1, 2];
  const ch = channel<number>(unbounded());
  const other = channel<number>(sliding(1), { onUndelivered: (value) => value === 1 && values.push(3) });
  assert.is(await other.sendAll(values), 3);
  assert.equal(drained(other), [3]);
  assert.is(await ch.sendAll(Object.assign([1, 2], sync(finite(7)))), 1);
  assert.is(await ch.sendAll(Object.assign([1, 2], async(finite(8)))), 1);
  assert.equal(drained(ch), [7, 8]);
});

test("an array may shrink while sendAll() reads it (C6)", async () => {
  const values = [1, 2, 3, 4];
  Object.defineProperty(values, 1, {
    get() {
      values.length = 3;
      return 2;
    },
  });
  const ch = channel<number>(8);
  assert.is(await ch.sendAll(values), 3);
  assert.equal(drained(ch), [1, 2, 3]);
});

/** 0, 1, 2, …: the one at `index` does something when it is read. */
function reading(index: number, length: number, act: () => void): number[] {
  const values = Array.from({ length }, (_, value) => value);
  const get = () => {
    act();
    return index;
  };
  return Object.defineProperty(values, index, { get });
}

test("what a getter of an array sends goes before the value that it gives (C1, C6)", async () => {
  const ch = channel<number | string>(4);
  const sent = ch.sendAll(reading(2, 6, () => ch.trySend("between")));
  sent.then(() => ch.close());
  assert.equal(await collect(ch), [0, 1, "between", 2, 3, 4, 5]);
  assert.is(await sent, 6);
});

test("a getter of an array that closes the channel has the rest rejected (C5, C6)", async () => {
  const ch = channel<number>(4);
  const error = await failure<ChannelClosedError>(ch.sendAll(reading(2, 6, () => ch.close())));
  assert.equal([error.name, error.value], ["ChannelClosedError", 2]);
  assert.equal(drained(ch), [0, 1]);
});

test("a getter of an array that receives is given what was sent before (C6)", async () => {
  const ch = channel<number>(4);
  let waiting: Promise<unknown> | undefined;
  const all = ch.sendAll(reading(2, 4, () => {
    assert.equal(drained(ch), [0, 1]);
    waiting = ch.receive();
  }));
  assert.equal(await waiting, { done: false, value: 2 });
  assert.is(await all, 4);
  assert.equal(drained(ch), [3]);
});

test("a getter of an array that throws fails sendAll() after what was sent before (C6)", async () => {
  const ch = channel<number>(4);
  const broken = new Error("In a getter");
  const values = reading(2, 4, () => {
    throw broken;
  });
  assert.is(await failure(ch.sendAll(values)), broken);
  assert.equal(drained(ch), [0, 1]);
});

test("sendAll() of an array counts as that many sends: stats, peak and what is dropped (C12)", async () => {
  const ch = channel<number>(sliding(3));
  assert.is(await ch.sendAll([1, 2, 3, 4, 5]), 5);
  assert.equal([ch.stats.sent, ch.stats.dropped, ch.stats.peak], [5, 2, 3]);
  const plain = channel<number>(200);
  assert.is(await plain.sendAll(Array.from({ length: 150 }, (_, value) => value)), 150);
  assert.equal([plain.stats.sent, plain.stats.peak, plain.size], [150, 150, 150]);
});

test("a plain buffer whose `offer` was replaced says itself what becomes of the values of an array (B1, C6, C12)", async () => {
  const plain = fifo<number>(8);
  const offer = plain.offer.bind(plain);
  const even: Buffer<number>["offer"] = (value, discard) => value % 2 === 0 ? offer(value, discard) : "drop";
  const buffer = Object.assign(plain, { offer: even });
  const lost: number[] = [];
  const ch = channel(buffer, lossy(lost));
  assert.is(await ch.sendAll([1, 2, 3, 4]), 4);
  assert.equal([drained(ch), lost, ch.stats.dropped], [[2, 4], [1, 3], 2]);
});

test("a getter of an array that fills the buffer itself has its value wait (C6)", async () => {
  const buffer = fifo<number>(3);
  const ch = channel(buffer);
  const all = ch.sendAll(reading(2, 4, () => buffer.offer(-1, () => {})));
  assert.ok(await pending(all));
  assert.equal(drained(ch), [0, 1, -1, 2]);
  assert.is(await all, 4);
  assert.equal(drained(ch), [3]);
});

test("promises in a synchronous source are values: they are not waited for (C5, C6)", async () => {
  const ch = channel<Promise<void>>(1);
  const value = new Promise<void>(() => {});
  assert.is(await ch.sendAll([value]), 1);
  assert.is(ch.tryReceive()?.value, value);
});

test("sendAll() begins within the call, and sends what fits at once (C3, C6)", () => {
  const ch = channel<number>(2);
  const source = endless();
  ch.sendAll(sync(source)).catch(() => {});
  assert.is(ch.size, 2);
  assert.is(source.pulled, 3); // the third is in its hands
  ch.cancel();
});

test("sendAll() pulls one value ahead at most (C6)", async () => {
  const ch = channel<number>();
  const source = slow();
  const sent = failure(ch.sendAll(async(source)));
  for (let value = 0; value < 5; value++) {
    assert.equal(await ch.receive(), { done: false, value });
    await ticks(10);
    assert.ok(source.pulled <= value + 2);
  }
  ch.cancel();
  await sent;
});

test("sendAll() stands in line like any sender (C1, C6)", async () => {
  const ch = channel<string>();
  const first = ch.send("before");
  const all = ch.sendAll(["a", "b"]);
  const last = ch.send("after");
  const got = [];
  for (let count = 0; count < 4; count++) {
    got.push((await ch.receive()).value);
    await ticks(5);
  }
  assert.equal(got, ["before", "a", "after", "b"]);
  await Promise.all([first, all, last]);
});

test("two calls of sendAll() share a channel (C6, C12)", async () => {
  const ch = channel<number>(1);
  const all = [ch.sendAll([1, 3, 5]), ch.sendAll([2, 4])];
  const got = collect(ch);
  assert.equal(await Promise.all(all), [3, 2]);
  ch.close();
  assert.equal((await got).sort(), [1, 2, 3, 4, 5]);
});

test("sendAll() reads to the end without releasing, and leaves the channel open (C6)", async () => {
  const ch = channel<number>(3);
  const source = finite(1, 2, 3);
  assert.is(await ch.sendAll(sync(source)), 3);
  assert.is(source.pulled, 4);
  assert.is(source.returned, 0);
  assert.not(ch.closed);
});

test("sendAll() closed midway rejects, keeps what was accepted, gives back the rest and releases (C6, C8)", async () => {
  const lost: number[] = [];
  const ch = channel<number>(2, lossy(lost));
  const source = slow();
  const sent = failure<ChannelClosedError>(ch.sendAll(async(source)));
  await ticks(30); // 0 and 1 are in, 2 waits
  assert.is(ch.stats.waitingSenders, 1);
  ch.close();
  assert.equal(drained(ch), [0, 1, 2]); // 2 waited already: close() lets it be delivered
  const error = await sent;
  assert.is(error.name, "ChannelClosedError");
  assert.is(error.value, 3);
  assert.equal(lost, [3]);
  assert.is(source.returned, 1);
  assert.is(ch.stats.sent, 3);
});

test("sendAll() cancelled while it waits rejects with the reason as cause, and releases (C6, C10)", async () => {
  const lost: number[] = [];
  const ch = channel<number>(1, lossy(lost));
  const source = endless();
  const sent = failure<ChannelClosedError>(ch.sendAll(sync(source)));
  ch.cancel("enough");
  const error = await sent;
  assert.is(error.value, 1);
  assert.is(error.cause, "enough");
  assert.equal(lost, [0, 1]);
  assert.is(ch.stats.dropped, 1); // only the accepted one counts
  assert.is(source.returned, 1);
});

test("an abort while sendAll() waits to send gives back the value in hand and releases (C6, C14)", async () => {
  const lost: number[] = [];
  const ch = channel<number>(1, lossy(lost));
  const source = endless();
  const controller = new AbortController();
  const sent = failure(ch.sendAll(sync(source), { signal: controller.signal }));
  controller.abort("enough");
  assert.is(await sent, "enough");
  assert.equal(lost, [1]);
  assert.is(source.returned, 1);
  assert.is(ch.stats.sent, 1);
  assert.equal(drained(ch), [0]);
});

test("an abort ends a sendAll() of an endless source that never has to wait (C14, C23)", async () => {
  const sources = [endless(), slow()] as const;
  for (const [index, values] of [sync(sources[0]), async(sources[1])].entries()) {
    const ch = channel<number>(sliding(1));
    const controller = new AbortController();
    const sent = failure(ch.sendAll(values, { signal: controller.signal }));
    await turn();
    controller.abort("enough");
    assert.is(await sent, "enough");
    assert.is(sources[index]?.returned, 1);
  }
});

test("an abort between two values stops sendAll() before it pulls the next (C14)", async () => {
  const controller = new AbortController();
  const ch = channel<number>(sliding(1), {
    onUndelivered(value) {
      if (value === 2) controller.abort("enough");
    },
  });
  const source = endless();
  assert.is(await failure(ch.sendAll(sync(source), { signal: controller.signal })), "enough");
  assert.is(source.pulled, 4); // 3 pushed 2 out
  assert.is(ch.stats.sent, 4);
  assert.is(source.returned, 1);
});

test("an abort while the source is silent rejects at once; return() is called, and not waited for (C6, C14)", async () => {
  const ch = channel<number>(1);
  const source = new Source<number>(() => new Promise(() => {}), () => new Promise(() => {}));
  const controller = new AbortController();
  const sent = failure(ch.sendAll(async(source), { signal: controller.signal }));
  assert.is(source.pulled, 1);
  controller.abort("enough");
  assert.is(source.returned, 1);
  assert.is(await sent, "enough");
  assert.is(source.returned, 1);
});

test("a value that comes too late, after the abort, goes to onUndelivered, uncounted (C6)", async () => {
  const lost: number[] = [];
  const ch = channel<number>(1, lossy(lost));
  let deliver: (result: IteratorResult<number>) => void = () => {};
  const source = new Source<number>(() => new Promise((resolve) => deliver = resolve));
  const controller = new AbortController();
  const sent = failure(ch.sendAll(async(source), { signal: controller.signal }));
  controller.abort("enough");
  assert.is(await sent, "enough");
  assert.equal(lost, []);
  deliver({ done: false, value: 1 });
  await ticks(10);
  assert.equal(lost, [1]);
  assert.is(ch.stats.sent, 0);
  assert.is(ch.stats.dropped, 0);
  assert.is(source.pulled, 1);
});

test("an end or an error that comes too late, after the abort, is nobody's business (C6, C21)", async () => {
  const late: ((settle: { resolve: (result: unknown) => void; reject: (error: unknown) => void }) => void)[] = [
    ({ resolve }) => resolve({ done: true, value: undefined }),
    ({ resolve }) => resolve("no result at all"),
    ({ reject }) => reject(new Error("Too late")),
  ];
  for (const comes of late) {
    const lost: number[] = [];
    const ch = channel<number>(1, lossy(lost));
    let settle = { resolve: (_: unknown) => {}, reject: (_: unknown) => {} };
    const source = new Source<number>(() => new Promise((resolve, reject) => settle = { resolve, reject }));
    const controller = new AbortController();
    const sent = failure(ch.sendAll(async(source), { signal: controller.signal }));
    controller.abort("enough");
    comes(settle);
    assert.is(await sent, "enough");
    await ticks(10);
    assert.equal(lost, []);
  }
});

test("sendAll() with a signal that never aborts goes to the end, and leaves no listener (C6, C15)", async () => {
  const watched = watchedSignal();
  const ch = channel<number>(unbounded());
  const source = new Source<number>((index) => Promise.resolve({ done: index >= 3, value: index }));
  assert.is(await ch.sendAll(async(source), { signal: watched.signal }), 3);
  await turn();
  await turn();
  assert.is(watched.listeners, 0);
});

test("sendAll() waits with one listener, for the source as for room (C15)", async () => {
  const watched = watchedSignal();
  const { signal } = watched;
  const silent = new Source<number>(() => new Promise(() => {}));
  const [one, other] = [channel<number>(), channel<number>()];
  const all = [one.sendAll(async(silent), { signal }), other.sendAll([1], { signal })].map(failure);
  assert.is(watched.listeners, 1);
  watched.controller.abort("enough");
  assert.equal(await Promise.all(all), ["enough", "enough"]);
  await turn();
  await turn();
  assert.is(watched.listeners, 0);
});

test("what the source throws rejects sendAll(); it is not released, having failed itself (C6)", async () => {
  const broken = new Error("The source broke");
  const throws = () => {
    throw broken;
  };
  const fails: ((pull: number) => unknown)[] = [
    (pull) => pull === 2 ? throws() : { done: false, value: pull },
    (pull) => pull === 2 ? Promise.reject(broken) : Promise.resolve({ done: false, value: pull }),
  ];
  for (const give of fails) {
    for (const signal of [undefined, new AbortController().signal]) {
      const lost: number[] = [];
      const ch = channel<number>(5, lossy(lost));
      const source = new Source<number>(give);
      assert.is(await failure(ch.sendAll(async(source), { signal })), broken);
      assert.is(source.returned, 0);
      assert.equal(drained(ch), [0, 1]);
      assert.equal(lost, []);
      assert.not(ch.closed);
    }
  }
});

test("what opening the source throws rejects sendAll() (C6)", async () => {
  const broken = new Error("No source");
  const source = {
    [Symbol.iterator]() {
      throw broken;
    },
  } as unknown as Iterable<number>;
  assert.is(await failure(channel<number>(1).sendAll(source)), broken);
});

test("a source without return() is left as it is (C6)", async () => {
  const ch = channel<number>(strict(1));
  const source: Iterable<number> = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) };
  assert.is((await failure<Error>(ch.sendAll(source))).name, "OverflowError");
});

test("what return() throws, or rejects with, does not hide why sendAll() failed (C6)", async () => {
  const releases = [
    () => {
      throw new Error("Cannot release");
    },
    () => Promise.reject(new Error("Cannot release")),
  ];
  for (const release of releases) {
    const source = new Source<number>((value) => ({ done: false, value }), release);
    const ch = channel<number>(strict(1));
    assert.is((await failure<Error>(ch.sendAll(async(source)))).name, "OverflowError");
    assert.is(source.returned, 1);
  }
});

test("a value is read from its result once, even if it has to wait or is refused (C5, C6)", async () => {
  let reads = 0;
  const results = [false, false, true].map((done) => ({
    done,
    get value() {
      return ++reads;
    },
  }));
  const source = new Source<number>((index) => results[index]);
  const ch = channel<number>();
  const sent = ch.sendAll(sync(source));
  const got = [(await ch.receive()).value, (await ch.receive()).value];
  assert.is(await sent, 2);
  assert.equal(got, [1, 2]);
});

test("sendAll() waits for return() when it fails without an abort (C6)", async () => {
  let released = () => {};
  const release = new Promise<void>((resolve) => released = resolve);
  const source = new Source<number>((value) => ({ done: false, value }), () => release);
  const sent = channel<number>(strict(1)).sendAll(async(source));
  assert.ok(await pending(sent));
  released();
  assert.is((await failure<Error>(sent)).name, "OverflowError");
});

test("sendAll() does not wait for return() when it is aborted (C6)", async () => {
  const source = new Source<number>((value) => ({ done: false, value }), () => new Promise(() => {}));
  const controller = new AbortController();
  const sent = failure(channel<number>().sendAll(async(source), { signal: controller.signal }));
  await ticks(5);
  controller.abort("enough");
  assert.is(await sent, "enough");
  assert.is(source.returned, 1);
});

test("what a function of the buffer throws rejects sendAll(); the value goes to onUndelivered (C6, C21)", async () => {
  const lost: number[] = [];
  const broken = new Error("No size");
  const ch = channel<number>(
    sized(100, (value) => {
      if (value === 2) throw broken;
      return 1;
    }),
    lossy(lost),
  );
  const source = endless();
  assert.is(await failure(ch.sendAll(sync(source))), broken);
  assert.equal(lost, [2]);
  assert.is(source.returned, 1);
  assert.equal(drained(ch), [0, 1]);
});

test("a full dropping channel swallows values, and sendAll() counts them (C6, B3)", async () => {
  const ch = channel<number>(dropping(1));
  assert.is(await ch.sendAll(sync(finite(1, 2, 3))), 3);
  assert.is(ch.stats.dropped, 2);
});

test("sendAll() fills batches from a synchronous source without a hop for each value (C3, C20)", () =>
  unhurried(async () => {
    const ch = channel<number>(64);
    const sent = ch.sendAll(Array(50).keys());
    assert.is(ch.size, 50);
    assert.is(await sent, 50);
  }));

test("a string is a TypeError, as is what cannot be iterated (C6, C25)", async () => {
  const ch = channel<unknown>(10);
  const messages: [unknown, string][] = [
    ["text", 'values must be an iterable other than a string, not "text"'],
    [undefined, "values must be an iterable other than a string, not undefined"],
    [null, "values must be an iterable other than a string, not null"],
    [5, "values must be an iterable other than a string, not 5"],
    [{}, "values must be an iterable other than a string, not an object"],
    [() => {}, "values must be an iterable other than a string, not a function"],
    [{ [Symbol.iterator]: 1 }, "values must be an iterable other than a string, not an object"],
  ];
  for (const [values, message] of messages) {
    const error = await failure<Error>(ch.sendAll(values as Iterable<unknown>));
    assert.instance(error, TypeError);
    assert.is(error.message, message);
  }
  assert.is(ch.size, 0);
});

test("a source whose next() gives no object is a TypeError (C25)", async () => {
  const kinds = [sync(new Source<number>(() => 5)), async(new Source<number>(() => Promise.resolve(undefined)))];
  const messages = ["values.next() must give an object, not 5", "values.next() must give an object, not undefined"];
  for (const [index, values] of kinds.entries()) {
    const error = await failure<Error>(channel<number>(1).sendAll(values as Iterable<number>));
    assert.instance(error, TypeError);
    assert.is(error.message, messages[index]);
  }
});

test("an aborted signal keeps sendAll() from opening the source (C13)", async () => {
  let opened = false;
  const source = {
    [Symbol.iterator]() {
      opened = true;
      return finite(1);
    },
  };
  const signal = AbortSignal.abort("enough");
  assert.is(await failure(channel<number>(1).sendAll(source, { signal })), "enough");
  assert.not(opened);
});

test("a sendAll() that sends nothing lets the event loop have its turn all the same (C6, C23)", async () => {
  const closed = channel<number>(1);
  closed.close();
  assert.ok(await breathes(() => closed.sendAll([])));
  assert.ok(await breathes(() => closed.sendAll([1])));
  assert.ok(await breathes(() => channel<number>(1).sendAll([1], { signal: AbortSignal.abort() })));
});

test("sendAll() rejects with a TypeError when a source opens nothing, and says which way it was opened (C6, C25)", async () => {
  for (const key of [Symbol.iterator, Symbol.asyncIterator] as const) {
    const values = { [key]: () => undefined } as unknown as Iterable<number>;
    const error = await failure<Error>(channel<number>(1).sendAll(values));
    assert.instance(error, TypeError);
    const name = key === Symbol.iterator ? "iterator" : "asyncIterator";
    assert.is(error.message, `values[Symbol.${name}]() must return an iterator, not undefined`);
  }
});

test.run();
