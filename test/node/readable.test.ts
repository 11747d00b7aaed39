// Against the streams of each runtime: none of them is a stand-in.
import { PassThrough, Readable, Transform, Writable } from "node:stream";
import { pipeline as copy } from "node:stream/promises";
import { channel, map, pipeline, produce } from "sluice";
import { toNodeReadable } from "sluice/node";
import * as assert from "uvu/assert";
import { readingContract } from "../suites/contracts/adapter.ts";
import { Driven, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { streamed } from "../support/numbers.ts";
import { collect } from "../support/reading.ts";
import { watchedSignal } from "../support/signals.ts";
import { pending, suite, turn } from "../support/test.ts";
import { closing, until } from "./events.ts";

const test = suite("readable");

const contract = readingContract({
  title: "toNodeReadable",
  read: (source, signal) => {
    const readable = toNodeReadable(source, { signal }).on("error", () => {});
    const values = readable[Symbol.asyncIterator]();
    return {
      next: () => values.next(),
      cancel(reason) {
        const closed = new Promise((resolve) => readable.closed ? resolve(undefined) : readable.on("close", resolve));
        readable.destroy(reason as Error);
        return closed;
      },
    };
  },
});

test("toNodeReadable() gives the values of any source, in order, and then its end (N1)", async () => {
  const values = [0, false, "", Number.NaN, { a: 1 }, "text"];
  assert.equal(await collect(toNodeReadable(values)), values);
  const numbers = channel<number>(3);
  await numbers.sendAll([1, 2, 3]);
  numbers.close();
  assert.equal(await collect(toNodeReadable(numbers)), [1, 2, 3]);
  assert.equal(await collect(toNodeReadable(Readable.from([1, 2]))), [1, 2]);
  assert.equal(await collect(toNodeReadable(streamed(Driven.of("a", "b")))), ["a", "b"]);
  assert.equal(await collect(toNodeReadable([])), []);
});

test("it is a Readable: it can be piped, and has events", async () => {
  const readable = toNodeReadable([1, 2, 3]);
  assert.instance(readable, Readable);
  const seen: unknown[] = [];
  readable.on("data", (value) => seen.push(value));
  await closing(readable);
  assert.equal(seen, [1, 2, 3]);
  const through = new Transform({
    objectMode: true,
    transform: (value: number, _encoding, callback) => callback(null, value * 2),
  });
  assert.equal(await collect(toNodeReadable([1, 2, 3]).pipe(through)), [2, 4, 6]);
});

test("nothing is asked for before somebody reads, and one value for each read (N1)", async () => {
  const source = naturals();
  const readable = toNodeReadable(source);
  await turn();
  assert.is(source.asked, 0);
  const values = readable[Symbol.asyncIterator]();
  for (let count = 1; count <= 5; count++) {
    assert.is((await values.next()).value, count - 1);
    await turn();
    assert.is(source.asked, count);
  }
  await values.return?.();
  assert.is(source.returned, 1);
  assert.is(source.asked, 5);
});

test("a full Writable holds the source back, by what it takes itself (N1)", async () => {
  const source = naturals();
  const done: (() => void)[] = [];
  const slow = new Writable({
    objectMode: true,
    highWaterMark: 2,
    write: (_value, _encoding, callback) => void done.push(callback),
  });
  const readable = toNodeReadable(source);
  readable.pipe(slow);
  await until(() => slow.writableNeedDrain);
  await turn();
  assert.is(source.asked, 2);
  for (let count = 0; count < 2; count++) {
    done.shift()?.();
    await turn();
  }
  await until(() => slow.writableNeedDrain);
  assert.is(source.asked, 4);
  readable.destroy();
  slow.destroy();
  await closing(readable);
});

test("what a consumer leaves stays in the channel, which stays open (N1)", async () => {
  const numbers = channel<number>(5);
  await numbers.sendAll([1, 2, 3, 4, 5]);
  for await (const value of toNodeReadable(numbers)) if (value === 2) break;
  await turn();
  assert.is(numbers.size, 3);
  assert.not(numbers.closed);
  assert.is((await numbers.receive()).value, 3);
});

test("leaving a reader that waits takes no value with it (N1)", async () => {
  const numbers = channel<number>();
  const readable = toNodeReadable(numbers);
  readable.read();
  await turn();
  readable.destroy();
  await closing(readable);
  assert.is(numbers.stats.waitingReceivers, 0);
  assert.not(numbers.trySend(1));
});

test("consume() is cancelled with it, for the same reason (N1, C26)", async () => {
  const numbers = channel<number>(5);
  await numbers.sendAll([1, 2, 3]);
  for await (const _ of toNodeReadable(numbers.consume())) break;
  assert.ok(numbers.closed);
  const others = channel<number>();
  const { signal } = others;
  const error = new Error("enough");
  assert.is(await failure(closing(toNodeReadable(others.consume()).destroy(error))), error);
  assert.is(signal.reason, error);
});

test("an error of the source destroys it with that error, after the values before (N1)", async () => {
  const broken = new Error("On the disk");
  const readable = toNodeReadable(pipeline(
    [1, 2, 3],
    map((n) => {
      if (n === 3) throw broken;
      return n;
    }),
  ));
  const seen: unknown[] = [];
  const error = await failure((async () => {
    for await (const value of readable) seen.push(value);
  })());
  assert.is(error, broken);
  assert.equal(seen, [1, 2]);
  assert.ok(readable.destroyed);
});

test("destroy(error) stops the source with that error as the reason; close comes when it has stopped (N1)", async () => {
  const broken = new Error("Enough");
  let reason: unknown;
  let release = () => {};
  const readable = toNodeReadable(produce<number>(async (out, { signal }) => {
    try {
      for (let n = 0;; n++) await out.send(n);
    } finally {
      reason = signal.reason;
      await new Promise<void>((resolve) => release = resolve);
    }
  }));
  const closed = closing(readable);
  readable.read();
  await turn();
  readable.destroy(broken);
  await turn();
  assert.is(reason, broken);
  assert.ok(await pending(closed));
  release();
  assert.is(await failure(closed), broken);
});

test("destroy() without an error is an AbortError for the source (N1)", async () => {
  let reason: unknown;
  const readable = toNodeReadable(
    new ReadableStream({
      cancel: (given) => {
        reason = given;
      },
    }),
  );
  readable.read();
  await turn();
  readable.destroy();
  await closing(readable);
  assert.is((reason as Error).name, "AbortError");
});

test("what the source throws while it is released is its error, unless there is one already (N1)", async () => {
  const late = new Error("Too late");
  const source = () => ({
    [Symbol.iterator]: () => ({
      next: () => ({ done: false, value: 1 }),
      return: () => {
        throw late;
      },
    }),
  });
  for (const given of [undefined, new Error("First")]) {
    const readable = toNodeReadable(source());
    const failing = failure(closing(readable));
    readable.read();
    await turn();
    readable.destroy(given);
    assert.is(await failing, given ?? late);
  }
});

test("an end is no end once it is destroyed (N1)", async () => {
  const source = new Driven<number>();
  const readable = toNodeReadable(source);
  const events: string[] = [];
  readable.on("end", () => events.push("end"));
  readable.on("data", () => events.push("data"));
  await until(() => source.asked > 0);
  readable.destroy();
  source.give(1).end();
  await closing(readable);
  await turn();
  assert.equal(events, []);
});

test("null and undefined destroy it with a TypeError (N1)", async () => {
  for (const value of [null, undefined]) {
    const error = await failure<Error>(collect(toNodeReadable([1, value])));
    assert.instance(error, TypeError);
    assert.match(error.message, `source must not yield ${value}`);
  }
});

test("a failure with nothing is an error all the same (N1)", async () => {
  for (const nothing of [undefined, null, 0, ""]) {
    const error = await failure<Error>(collect(toNodeReadable(pipeline([1], map(() => Promise.reject(nothing))))));
    assert.instance(error, Error);
    assert.match(error.message, "Cannot go on: the source failed with");
    assert.is(error.cause, nothing);
  }
});

test("an abort destroys it with the reason, and leaves no listener (N1)", async () => {
  const { controller, signal } = watchedSignal();
  const source = naturals();
  const readable = toNodeReadable(source, { signal });
  const failing = failure(closing(readable));
  controller.abort("enough");
  assert.is(await failing, "enough");
  assert.is(source.asked, 0);
  const aborted = toNodeReadable(naturals(), { signal });
  assert.is(await failure(closing(aborted)), "enough");
});

test("its end leaves no listener on the signal (N1)", async () => {
  const watched = watchedSignal();
  assert.equal(await collect(toNodeReadable([1, 2], { signal: watched.signal })), [1, 2]);
  await turn();
  assert.is(watched.listeners, 0);
});

test("with objectMode: false it gives bytes, and skips chunks without any (N1)", async () => {
  const chunks = ["a", "", new Uint8Array([98]), new Uint8Array(0), "c"];
  const readable = toNodeReadable(chunks, { objectMode: false });
  assert.not(readable.readableObjectMode);
  const bytes = await collect<Uint8Array>(readable);
  assert.is(new TextDecoder().decode(new Uint8Array(bytes.flatMap((chunk) => [...chunk]))), "abc");
  const wrong = await failure<Error>(collect(toNodeReadable([1], { objectMode: false })));
  assert.instance(wrong, TypeError);
});

test("it goes through a pipeline of Node, which an error ends on both sides (N1)", async () => {
  const broken = new Error("On the disk");
  const source = naturals();
  const readable = toNodeReadable(source);
  const breaking = new Transform({
    objectMode: true,
    transform: (value: number, _encoding, callback) => value === 3 ? callback(broken) : callback(null, value),
  });
  const sink = new PassThrough({ objectMode: true });
  sink.resume();
  assert.is(await failure(copy(readable, breaking, sink)), broken);
  await until(() => source.returned === 1);
  assert.ok(readable.destroyed);
});

test("wrong arguments are a TypeError (C25)", () => {
  assert.match(thrownBy<Error>(() => toNodeReadable("text" as never)).message, "source must be an iterable");
  assert.match(thrownBy<Error>(() => toNodeReadable([], 1 as never)).message, "options must be an object");
  const signal = thrownBy<Error>(() => toNodeReadable([], { signal: {} as never }));
  assert.match(signal.message, "options.signal must be an AbortSignal");
  const mode = thrownBy<Error>(() => toNodeReadable([], { objectMode: 1 as never }));
  assert.match(mode.message, "options.objectMode must be a boolean, not 1");
});

test.run();
contract.run();
