// Node's streams as sources. Deno and Bun have them, too.
import { PassThrough, Readable } from "node:stream";
import { map, pipeline, take } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { pending, suite, turn } from "../../support/test.ts";

const test = suite("async-source node");

const end = { done: true, value: undefined };

/** One that never gives anything. */
function stalled(): Readable {
  return new Readable({ objectMode: true, read() {} });
}

/** Waits for what a stream does in turns of its own; a stream that never does it fails the test by its name. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

test("a Readable is a source of its chunks", async () => {
  assert.equal(await pipeline(Readable.from([1, 2, 3]), map((n) => n * 2)).toArray(), [2, 4, 6]);
  const text = new PassThrough({ encoding: "utf8" });
  text.end("text");
  assert.equal(await pipeline(text).toArray(), ["text"]);
});

test("a Readable that ended is destroyed, as its own loop does it", async () => {
  const readable = Readable.from([1]);
  await pipeline(readable).run();
  await until(() => readable.destroyed);
  assert.ok(readable.destroyed);
});

test("nothing is read before the first pull (P1)", async () => {
  let reads = 0;
  const readable = new Readable({
    objectMode: true,
    read() {
      reads++;
      this.push(reads);
    },
  });
  const flow = pipeline(readable);
  await turn();
  assert.is(reads, 0);
  assert.is((await flow.next()).value, 1);
  await flow.cancel();
});

test("break destroys a Readable (P4)", async () => {
  const readable = Readable.from([1, 2, 3]);
  for await (const _ of pipeline(readable)) break;
  assert.ok(readable.destroyed);
});

test("a stage that has all it wants destroys a Readable (P4)", async () => {
  const readable = Readable.from([1, 2, 3]);
  assert.equal(await pipeline(readable, take(1)).toArray(), [1]);
  assert.ok(readable.destroyed);
});

test("leaving a stalled Readable destroys it, and waits for nothing (P4)", async () => {
  const readable = stalled();
  const flow = pipeline(readable);
  const waiting = flow.next();
  await turn();
  assert.not(await pending(flow.cancel()));
  assert.equal(await waiting, end);
  assert.ok(readable.destroyed);
  await until(() => readable.closed);
});

test("leaving a Readable that was never opened destroys it (P4)", async () => {
  const readable = stalled();
  await pipeline(readable).cancel();
  assert.ok(readable.destroyed);
  await until(() => readable.closed);
});

test("an abort destroys a stalled Readable; the consumer gets the reason (P4)", async () => {
  const readable = stalled();
  const controller = new AbortController();
  const all = pipeline(readable, { signal: controller.signal }).toArray();
  await turn();
  controller.abort("enough");
  assert.is(await failure(all), "enough");
  assert.ok(readable.destroyed);
  await until(() => readable.closed);
});

test("a failure below destroys a Readable (P3)", async () => {
  const readable = Readable.from([1, 2, 3]);
  const failing = pipeline(readable).forEach(() => {
    throw "reason";
  });
  assert.is(await failure(failing), "reason");
  assert.ok(readable.destroyed);
});

test("the error of a Readable fails the flow, after the chunks before it (P3)", async () => {
  const broken = new Error("On the disk");
  const readable = Readable.from((async function* () {
    yield "chunk";
    throw broken;
  })());
  const flow = pipeline(readable);
  assert.equal(await flow.next(), { done: false, value: "chunk" });
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), end);
});

test("the error of a stalled Readable fails the flow that waits for it (P3)", async () => {
  const broken = new Error("On the disk");
  const readable = stalled();
  const failing = failure(pipeline(readable).toArray());
  await turn();
  readable.destroy(broken);
  assert.is(await failing, broken);
});

test("a Readable that was destroyed before it was opened fails the flow (P3)", async () => {
  const readable = stalled();
  readable.destroy();
  await turn();
  const error = await failure<Error & { code?: string }>(pipeline(readable).toArray());
  assert.is(error.code, "ERR_STREAM_PREMATURE_CLOSE");
});

test("an own stream by shape is destroyed, too; one that cannot be is just left (P4)", async () => {
  const log: string[] = [];
  const streams = [{ pipe() {}, destroy: () => log.push("destroyed") }, { pipe() {} }];
  for (const stream of streams) {
    const source = {
      ...stream,
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<number>>(() => {}) }),
    };
    await pipeline(source).cancel();
    const flow = pipeline(source);
    void flow.next();
    await flow.cancel();
  }
  assert.equal(log, ["destroyed", "destroyed"]);
});

test("what has a destroy() but is no stream is not destroyed (P4)", async () => {
  const source = {
    destroy: () => assert.unreachable("It was destroyed"),
    async *[Symbol.asyncIterator]() {
      yield 1;
    },
  };
  for await (const _ of pipeline(source)) break;
  await pipeline(source).cancel();
  assert.equal(await pipeline(source).toArray(), [1]);
});

test.run();
