// Web streams as sources.
import { map, merge, pipeline, type Source, take } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { never } from "../../support/numbers.ts";
import { pending, suite, turn } from "../../support/test.ts";

const test = suite("stream-source");

const end = { done: true, value: undefined };

interface Counting {
  readonly stream: ReadableStream<number>;
  readonly pulls: () => number;
  readonly cancels: readonly unknown[];
}

/** A stream of 1, 2, 3, … that reads nothing ahead; after `count` numbers it does what `then` says. */
function counting(count = Infinity, then: (controller: ReadableStreamDefaultController) => unknown = never): Counting {
  let pulls = 0;
  const cancels: unknown[] = [];
  const stream = new ReadableStream<number>({
    pull: (controller) => ++pulls > count ? then(controller) as void : controller.enqueue(pulls),
    cancel: (reason) => void cancels.push(reason),
  }, { highWaterMark: 0 });
  return { stream, pulls: () => pulls, cancels };
}

test("a ReadableStream is a source, read to its end and unlocked then", async () => {
  const { stream, cancels } = counting(3, (controller) => controller.close());
  assert.equal(await pipeline(stream, map((n) => n * 2)).toArray(), [2, 4, 6]);
  assert.not(stream.locked);
  assert.equal(cancels, []);
});

test("a byte stream is a source of its chunks", async () => {
  const bytes = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  const stream = new ReadableStream({
    type: "bytes",
    pull(controller) {
      const chunk = bytes.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const chunks = await pipeline(stream).toArray();
  assert.equal(chunks.map((chunk) => [...chunk]), [[1, 2], [3]]);
  assert.not(stream.locked);
});

test("a byte stream that waits is cancelled when the flow is left (P4)", async () => {
  const reasons: unknown[] = [];
  const stream = new ReadableStream({ type: "bytes", cancel: (reason) => void reasons.push(reason) });
  const flow = pipeline(stream);
  const waiting = flow.next();
  await flow.cancel("enough");
  assert.equal(await waiting, end);
  assert.equal(reasons, ["enough"]);
});

test("what other streams make of a stream is a source, too", async () => {
  const stream = new Blob(["text"]).stream().pipeThrough(new TextDecoderStream());
  assert.equal((await pipeline(stream).toArray()).join(""), "text");
});

test("nothing is read, nor locked, before the first pull, and nothing ahead (P1)", async () => {
  const { stream, pulls } = counting();
  const flow = pipeline(stream, map((n) => n));
  await turn();
  assert.equal([pulls(), stream.locked], [0, false]);
  for (let asked = 1; asked <= 3; asked++) {
    assert.equal(await flow.next(), { done: false, value: asked });
    await turn();
    assert.equal([pulls(), stream.locked], [asked, true]);
  }
  await flow.cancel();
});

test("leaving cancels the stream with the reason, once, and unlocks it (P4)", async () => {
  const { stream, cancels } = counting();
  const flow = pipeline(stream);
  await flow.next();
  await flow.cancel("enough");
  await flow.cancel("again");
  assert.equal(cancels, ["enough"]);
  assert.not(stream.locked);
});

test("break cancels the stream (P4)", async () => {
  const { stream, cancels } = counting();
  for await (const _ of pipeline(stream)) break;
  assert.equal(cancels, [undefined]);
  assert.not(stream.locked);
});

test("a stage that has all it wants cancels the stream (P4)", async () => {
  const { stream, cancels, pulls } = counting();
  assert.equal(await pipeline(stream, take(2)).toArray(), [1, 2]);
  assert.equal([cancels.length, pulls()], [1, 2]);
});

test("leaving while the stream waits cancels it, and waits for no read (P4)", async () => {
  const { stream, cancels } = counting(0);
  const flow = pipeline(stream);
  const waiting = [flow.next(), flow.next()];
  await turn();
  assert.not(await pending(flow.cancel("enough")));
  assert.equal(await Promise.all(waiting), [end, end]);
  assert.equal(cancels, ["enough"]);
  assert.not(stream.locked);
});

test("a stream that was never opened is cancelled (P4)", async () => {
  const { stream, cancels, pulls } = counting();
  await pipeline(stream).cancel("enough");
  assert.equal(cancels, ["enough"]);
  assert.is(pulls(), 0);
  assert.not(stream.locked);
});

test("a failure below cancels the stream with the error (P3)", async () => {
  const { stream, cancels } = counting();
  const broken = new Error("In the function");
  const failing = pipeline(stream).forEach(() => {
    throw broken;
  });
  assert.is(await failure(failing), broken);
  assert.equal(cancels, [broken]);
});

test("an abort cancels a waiting stream with the reason (P4)", async () => {
  const { stream, cancels } = counting(0);
  const controller = new AbortController();
  const all = pipeline(stream, { signal: controller.signal }).toArray();
  await turn();
  controller.abort("enough");
  assert.is(await failure(all), "enough");
  assert.equal(cancels, ["enough"]);
});

test("leaving waits until the stream has been cancelled (P4)", async () => {
  const { promise, open } = gate();
  const flow = pipeline(new ReadableStream<number>({ cancel: () => promise }));
  const left = flow.cancel();
  assert.ok(await pending(left));
  open();
  await left;
});

test("what cancelling a stream throws surfaces when the consumer leaves, and is hidden behind a failure (P3, P4)", async () => {
  const broken = new Error("In cancel()");
  const stream = () =>
    new ReadableStream<number>({
      pull: (controller) => controller.enqueue(1),
      cancel: () => Promise.reject(broken),
    });
  const flow = pipeline(stream());
  await flow.next();
  assert.is(await failure(flow.cancel()), broken);
  assert.is(await failure(pipeline(stream()).cancel()), broken);
  const failing = pipeline(stream()).forEach(() => {
    throw "reason";
  });
  assert.is(await failure(failing), "reason");
});

test("the error of a stream fails the flow after the values before it, and unlocks the stream (P3)", async () => {
  const broken = new Error("On the network");
  const { stream, cancels } = counting(1, (controller) => controller.error(broken));
  const flow = pipeline(stream);
  assert.equal(await flow.next(), { done: false, value: 1 });
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), end);
  assert.not(stream.locked);
  assert.equal(cancels, []);
});

test("a stream that broke while nobody read surfaces when the flow is left (P4)", async () => {
  let controller: ReadableStreamDefaultController<number> | undefined;
  const flow = pipeline(new ReadableStream<number>({ start: (given) => void (controller = given) }));
  controller?.error("broken");
  assert.is(await failure(flow.cancel()), "broken");
});

test("a stream that has ended, or broken, is not cancelled when others beside it are left (P4)", async () => {
  const ended = counting(1, (controller) => controller.close());
  const waiting = counting(0);
  const flow = merge(ended.stream, waiting.stream);
  assert.equal(await flow.next(), { done: false, value: 1 });
  const next = flow.next();
  await turn();
  await flow.cancel("enough");
  assert.equal(await next, end);
  assert.equal([ended.cancels, waiting.cancels], [[], ["enough"]]);
});

test("a stream that another reader has locked fails the flow, and is not cancelled (P3)", async () => {
  const { stream, cancels } = counting();
  const reader = stream.getReader();
  const flow = pipeline(stream);
  assert.instance(await failure(flow.next()), TypeError);
  assert.equal(await flow.next(), end);
  await flow.cancel();
  assert.instance(await failure(pipeline(stream).cancel()), TypeError);
  assert.equal(cancels, []);
  assert.equal(await reader.read(), { done: false, value: 1 });
});

test("a stream is known by its reader, whatever else it can do", async () => {
  const values = [1, 2];
  const reader = {
    read: () => Promise.resolve(values.length > 0 ? { done: false, value: values.shift() } : end),
    cancel: never,
    releaseLock() {},
  };
  const stream = { getReader: () => reader, [Symbol.asyncIterator]: () => assert.unreachable() };
  assert.equal(await pipeline(stream as unknown as Source<number>).toArray(), [1, 2]);
});

test.run();
