// Against the streams of each runtime: none of them is a stand-in.
import { Readable, Transform, Writable } from "node:stream";
import { runInNewContext } from "node:vm";
import { pipeline as copy } from "node:stream/promises";
import { channel, dropping, type Sender, sized, strict } from "sluice";
import { toNodeWritable } from "sluice/node";
import * as assert from "uvu/assert";
import { writingContract } from "../suites/contracts/adapter.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { collect, drained } from "../support/reading.ts";
import { suite, turn } from "../support/test.ts";
import { closing, event, until } from "./events.ts";

const test = suite("writable");

const contract = writingContract({
  title: "toNodeWritable",
  write: (sender) => {
    const writable = toNodeWritable(sender);
    return {
      write: (value) =>
        new Promise<void>((resolve, reject) => writable.write(value, (error) => error ? reject(error) : resolve())),
      close: () => new Promise<void>((resolve) => writable.end(resolve)),
      abort(reason) {
        const closed = new Promise((resolve) => writable.on("close", resolve));
        writable.destroy(reason as Error | undefined);
        return closed;
      },
      failed: new Promise((resolve) => writable.on("error", resolve)),
    };
  },
});

test("toNodeWritable() sends each chunk, in order, and its end closes the channel (N1)", async () => {
  const values = channel<unknown>();
  const copied = copy(Readable.from([1, 0, false, { a: 1 }, "text"]), toNodeWritable(values));
  assert.equal(await collect(values), [1, 0, false, { a: 1 }, "text"]);
  await copied;
  assert.ok(values.closed);
  assert.not(values.signal.aborted);
});

test("it is a Writable", () => {
  const writable = toNodeWritable(channel());
  assert.instance(writable, Writable);
  assert.is(writable.writableHighWaterMark, 16);
});

test("write() is false once it holds highWaterMark chunks that the channel has not accepted; then drain comes (N1)", async () => {
  const values = channel<number>();
  const writable = toNodeWritable(values, { highWaterMark: 3 });
  let drains = 0;
  writable.on("drain", () => drains++);
  assert.equal([1, 2, 3].map((value) => writable.write(value)), [true, true, false]);
  assert.ok(writable.writableNeedDrain);
  for (const value of [1, 2]) {
    assert.is((await values.receive()).value, value);
    await turn();
    assert.is(drains, 0);
  }
  assert.is((await values.receive()).value, 3);
  await turn();
  assert.is(drains, 1);
  assert.not(writable.writableNeedDrain);
  writable.end();
  await until(() => values.closed);
});

test("a channel with room leaves nothing in the stream (N1)", async () => {
  const values = channel<number>(100);
  const writable = toNodeWritable(values, { highWaterMark: 2 });
  for (let value = 0; value < 100; value++) {
    if (!writable.write(value)) await event(writable, "drain");
  }
  assert.is(values.size, 100);
  assert.is(writable.writableLength, 0);
});

test("a full channel holds the source of a pipe back, and nothing is lost when it goes on (N1)", async () => {
  const values = channel<number>(2);
  let pulled = 0;
  const source = Readable.from(
    (function* () {
      for (; pulled < 1000; pulled++) yield pulled;
    })(),
    { highWaterMark: 1 },
  );
  const copied = copy(source, toNodeWritable(values, { highWaterMark: 4 }));
  await turn();
  await turn();
  assert.ok(pulled < 12, `${pulled} were pulled`);
  let expected = 0;
  for await (const value of values) assert.is(value, expected++);
  assert.is(expected, 1000);
  await copied;
});

test("destroy(error) closes the channel with that error, after what it holds (N1)", async () => {
  const broken = new Error("On the disk");
  const values = channel<number>(1);
  const writable = toNodeWritable(values);
  writable.write(1);
  writable.destroy(broken);
  assert.is(await failure(closing(writable)), broken);
  assert.equal(await values.receive(), { done: false, value: 1 });
  assert.is(await failure(values.receive()), broken);
});

test("destroy(error) withdraws the chunk that waits, whose callback gets the error (N1)", async () => {
  const broken = new Error("On the disk");
  const values = channel<number>();
  const writable = toNodeWritable(values);
  const written = new Promise((resolve) => writable.write(1, resolve));
  assert.is(values.stats.waitingSenders, 1);
  writable.destroy(broken);
  assert.is(values.stats.waitingSenders, 0);
  assert.is(await failure(closing(writable)), broken);
  assert.is(await written, broken);
});

test("destroy() before the end is an AbortError, and no end (N1)", async () => {
  const values = channel<number>();
  toNodeWritable(values).destroy();
  assert.is((await failure<Error>(values.receive())).name, "AbortError");
});

test("destroy() after the end changes nothing (N1)", async () => {
  const values = channel<number>(1);
  const writable = toNodeWritable(values);
  writable.end(1);
  await event(writable, "finish");
  writable.destroy(new Error("Too late")).on("error", () => {});
  assert.equal(await collect(values), [1]);
});

test("cancel(error) destroys it with that error, also while it is idle (N1)", async () => {
  const broken = new Error("Not wanted");
  for (const chunks of [[], [1], [1, 2]]) {
    const values = channel<number>();
    const writable = toNodeWritable(values);
    for (const chunk of chunks) writable.write(chunk, () => {});
    const failing = failure(closing(writable));
    values.cancel(broken);
    assert.is(await failing, broken);
  }
});

test("cancel(error) destroys it with an error of another realm, too (N1)", async () => {
  const broken: Error = runInNewContext("new Error('Not wanted')");
  assert.not(broken instanceof Error);
  const values = channel<number>();
  const failing = failure(closing(toNodeWritable(values)));
  values.cancel(broken);
  assert.is(await failing, broken);
});

test("cancel() without an error destroys it with a ChannelClosedError (N1)", async () => {
  for (const reason of [undefined, "enough"]) {
    const values = channel<number>();
    const writable = toNodeWritable(values);
    const copied = failure<Error>(copy(Readable.from([1, 2, 3]), writable));
    for await (const _ of values.consume()) break;
    assert.is((await copied).name, "ChannelClosedError");
    const other = channel<number>();
    other.cancel(reason);
    const error = await failure<Error>(closing(toNodeWritable(other)));
    assert.is(error.name, "ChannelClosedError");
    assert.is(reason === undefined ? (error.cause as Error).name : error.cause, reason ?? "AbortError");
  }
});

test("writing into a channel that others closed destroys it with a ChannelClosedError (N1)", async () => {
  const values = channel<number>();
  const writable = toNodeWritable(values);
  values.close();
  writable.write(7);
  const error = await failure<Error & { value: number }>(closing(writable));
  assert.is(error.name, "ChannelClosedError");
  assert.is(error.value, 7);
});

test("what a send rejects with destroys it (N1)", async () => {
  const values = channel<number>(strict(1));
  const writable = toNodeWritable(values);
  writable.write(1);
  writable.write(2);
  assert.is((await failure<Error>(closing(writable))).name, "OverflowError");
});

test("what a function of the buffer throws destroys it, and so does a send that rejects with nothing (N1, C21)", async () => {
  const broken = new Error("No size");
  const unsized = sized(1, () => {
    throw broken;
  });
  const writable = toNodeWritable(channel(unsized));
  const failing = failure(closing(writable));
  writable.write(1);
  assert.is(await failing, broken);

  const rejecting = { trySend: () => false, send: () => Promise.reject(undefined), close: () => {} };
  const other = toNodeWritable(rejecting as unknown as Sender<number>);
  const nothing = failure<Error>(closing(other));
  other.write(1);
  assert.match((await nothing).message, "the channel failed with undefined");
});

test("what a buffer drops does not hold it back (N1)", async () => {
  const values = channel<number>(dropping(1));
  const writable = toNodeWritable(values);
  for (const value of [1, 2, 3]) writable.write(value);
  writable.end();
  await event(writable, "finish");
  assert.equal(drained(values), [1]);
  assert.is(values.stats.dropped, 2);
});

test("undefined destroys it with a TypeError, and Node itself refuses null (N1)", async () => {
  const writable = toNodeWritable(channel(1));
  const failing = failure(closing(writable));
  writable.write(undefined);
  assert.instance(await failing, TypeError);
  assert.instance(thrownBy(() => toNodeWritable(channel(1)).on("error", () => {}).write(null)), TypeError);
});

test("with objectMode: false it takes bytes, and counts them (N1)", async () => {
  const values = channel<Uint8Array>();
  const writable = toNodeWritable(values, { objectMode: false, highWaterMark: 4 });
  assert.ok(writable.write("abc"));
  assert.not(writable.write("d"));
  assert.equal([...(await values.receive()).value ?? []], [97, 98, 99]);
  assert.is(
    toNodeWritable(channel(), { objectMode: false }).writableHighWaterMark,
    new Writable().writableHighWaterMark,
  );
});

test("an error elsewhere in a pipeline of Node closes the channel with it (N1)", async () => {
  const broken = new Error("On the disk");
  const values = channel<number>();
  const breaking = new Transform({
    objectMode: true,
    transform: (value: number, _encoding, callback) => value === 2 ? callback(broken) : callback(null, value),
  });
  const copied = failure(copy(Readable.from([1, 2, 3]), breaking, toNodeWritable(values)));
  assert.is(await failure(collect(values)), broken);
  assert.is(await copied, broken);
});

test("a sender of another make will do (N1)", async () => {
  const log: unknown[] = [];
  const sender = { trySend: (value: number) => log.push(value) > 0, send: () => {}, close: () => log.push("closed") };
  const writable = toNodeWritable(sender as unknown as Sender<number>);
  writable.write(1);
  writable.end();
  await closing(writable);
  assert.equal(log, [1, "closed"]);
});

test("wrong arguments are a TypeError or RangeError (C25)", () => {
  assert.match(thrownBy<Error>(() => toNodeWritable([] as never)).message, "sender must be a channel");
  assert.match(thrownBy<Error>(() => toNodeWritable(channel(), 1 as never)).message, "options must be an object");
  const mode = thrownBy<Error>(() => toNodeWritable(channel(), { objectMode: 1 as never }));
  assert.match(mode.message, "options.objectMode must be a boolean, not 1");
  const count = thrownBy(() => toNodeWritable(channel(), { highWaterMark: -1 }));
  assert.instance(count, RangeError);
  assert.match((count as Error).message, "options.highWaterMark must be");
});

test.run();
contract.run();
