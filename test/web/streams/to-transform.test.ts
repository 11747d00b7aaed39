import * as assert from "uvu/assert";
import { batch, channel, type ChannelClosedError, filter, map, take } from "sluice";
import { toReadable, toTransform, toWritable } from "sluice/web";
import { readingContract, writingContract } from "../../suites/contracts/adapter.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { collect } from "../../support/reading.ts";
import { suite } from "../../support/test.ts";

const test = suite("toTransform");

const held = "a pipe fills the writable side, whose highWaterMark is 1, before anybody reads";
const readable = readingContract({
  title: "toTransform, read",
  notHere: {
    "nothing is pulled before": held,
    "what was not asked for": held,
  },
  read: (source, signal) => {
    const { readable, writable } = toTransform<number>();
    const piped = toReadable(source, { signal }).pipeTo(writable).catch(() => {});
    const reader = readable.getReader();
    return { next: () => reader.read(), cancel: (reason) => Promise.all([reader.cancel(reason), piped]) };
  },
});

const writable = writingContract({
  title: "toTransform, written into",
  notHere: {
    "a write waits until": "the pipe behind it takes a value more, as does the writable side that it fills",
    "aborting it closes the channel":
      "a pipe lets a write that waits end before it aborts; below is what the reader gets",
  },
  write: (sender) => {
    const { readable, writable } = toTransform<number>();
    const piped = readable.pipeTo(toWritable(sender));
    piped.catch(() => {});
    const writer = writable.getWriter();
    writer.ready.catch(() => {});
    return {
      write: (value) => writer.write(value),
      close: () => Promise.all([writer.close(), piped]),
      abort: (reason) => writer.abort(reason),
      failed: writer.closed.catch((error) => error),
    };
  },
});

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test("stages stand between streams as a TransformStream does (W1)", async () => {
  const stages = toTransform(filter((n: number) => n % 2 === 1), map((n) => n * 10), batch(2));
  assert.equal(await collect(toReadable(numbers(6)).pipeThrough(stages)), [[10, 30], [50]]);
});

test("no stage at all passes everything on (W1)", async () => {
  assert.equal(await collect(toReadable(numbers(3)).pipeThrough(toTransform<number>())), [1, 2, 3]);
});

test("nothing is taken in before the reader asks, and no more than it asks for (W1)", async () => {
  let mapped = 0;
  const { readable, writable } = toTransform(map((n: number) => {
    mapped++;
    return n;
  }));
  const writer = writable.getWriter();
  const reader = readable.getReader();
  const writes = [1, 2, 3].map((n) => writer.write(n));
  await rest();
  assert.is(mapped, 0);
  assert.is((await reader.read()).value, 1);
  await writes[0];
  await rest();
  assert.is(mapped, 1);
  for (const write of writes.slice(1)) write.catch(() => {});
  writer.closed.catch(() => {});
  await reader.cancel();
});

test("an error of a stage is that of both streams, and of the source (W1)", async () => {
  const error = new Error("broken");
  let cancelled: unknown;
  const source = new ReadableStream<number>({
    pull: (controller) => controller.enqueue(1),
    cancel: (reason) => void (cancelled = reason),
  }, { highWaterMark: 0 });
  const out = channel<number>();
  const stages = toTransform(map((_: number): number => {
    throw error;
  }));
  const piped = failure(source.pipeThrough(stages).pipeTo(toWritable(out)));
  assert.is(await failure(out.receive()), error);
  assert.is(await piped, error);
  await rest();
  assert.is(cancelled, error);
});

test("cancelling the readable side errors the writable one with the reason, and hands a waiting value back (W1)", async () => {
  const { readable, writable } = toTransform(map((n: number) => n));
  const writer = writable.getWriter();
  const write = failure<ChannelClosedError<number>>(writer.write(7));
  await rest();
  await readable.cancel("enough");
  assert.is(await failure(writer.closed), "enough");
  assert.is((await write).value, 7);
});

test("aborting the writable side is the error of the readable one (W1)", async () => {
  const { readable, writable } = toTransform(map((n: number) => n));
  const reader = readable.getReader();
  const read = failure(reader.read());
  await writable.abort("broken");
  assert.is(await read, "broken");
});

test("a stage that has had enough ends the reader, and the writer learns it by an AbortError (W1)", async () => {
  const { readable, writable } = toTransform(take<number>(1));
  const writer = writable.getWriter();
  const reader = readable.getReader();
  writer.write(1);
  assert.is((await reader.read()).value, 1);
  assert.ok((await reader.read()).done);
  assert.is((await failure<Error>(writer.closed)).name, "AbortError");
});

test("closing the writable side ends the readable one, after what stages hold (W1)", async () => {
  const { readable, writable } = toTransform(batch<number>(10));
  const writer = writable.getWriter();
  const batches = collect(readable);
  await writer.write(1);
  await writer.write(2);
  await writer.close();
  assert.equal(await batches, [[1, 2]]);
});

test("what is no stage is a TypeError (C25)", () => {
  assert.is(thrownBy<Error>(() => toTransform(7 as never)).name, "TypeError");
});

readable.run();
writable.run();
test.run();
