// A web stream that breaks when nobody wants it any more.
import * as assert from "uvu/assert";
import { buffer, pipeline } from "sluice";
import { failure } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { suite, ticks } from "../../support/test.ts";

const test = suite("stream-source breaking");

test("a stream that breaks in the very moment in which the flow is left does not make leaving fail (P4)", async () => {
  for (const hops of [0, 1, 2, 3]) {
    const pulling = gate();
    let pulls = 0;
    const stream = new ReadableStream<number>({
      pull: (controller) => pulls++ === 0 ? controller.enqueue(1) : pulling.promise,
    }, { highWaterMark: 0 });
    const flow = pipeline(stream, buffer(1));
    assert.equal(await flow.next(), { done: false, value: 1 });
    await ticks(20);
    pulling.fail(new Error("broken"));
    await ticks(hops);
    await flow.cancel();
  }
});

/** A stream of one value by the members that are used, some of which a test replaces. */
function streamWith(members: Partial<ReturnType<ReadableStream<number>["getReader"]>>, log: string[] = []) {
  const results = [{ done: false, value: 1 }, { done: true, value: undefined }];
  const reader = {
    read: () => Promise.resolve(results.shift()),
    cancel: () => Promise.resolve(void log.push("cancel")),
    releaseLock: () => void log.push("releaseLock"),
    ...members,
  };
  return { getReader: () => reader } as unknown as ReadableStream<number>;
}

const broken = new Error("broken");
const fails = () => {
  throw broken;
};

test("what releaseLock() throws at the end of a stream fails the flow, and nothing is unhandled (P4, C21)", async () => {
  const stream = () => streamWith({ releaseLock: fails });
  assert.is(await failure(pipeline(stream()).toArray()), broken);
  const flow = pipeline(stream());
  assert.equal(await flow.next(), { done: false, value: 1 });
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), { done: true, value: undefined });
});

test("a stream that fails keeps its own error, whatever releaseLock() throws then (P3)", async () => {
  const late = new Error("late");
  const releaseLock = () => {
    throw late;
  };
  assert.is(await failure(pipeline(streamWith({ read: () => Promise.reject(broken), releaseLock })).toArray()), broken);
  assert.is(await failure(pipeline(streamWith({ read: fails, releaseLock })).toArray()), broken);
});

test("leaving a stream rejects with what cancel() or releaseLock() throws, and the lock is given back (P4)", async () => {
  for (const cancel of [fails, () => Promise.reject(broken)]) {
    const log: string[] = [];
    const flow = pipeline(streamWith({ cancel }, log));
    await flow.next();
    assert.is(await failure(flow.cancel()), broken);
    assert.equal(log, ["releaseLock"]);
  }
  const flow = pipeline(streamWith({ releaseLock: fails }));
  await flow.next();
  assert.is(await failure(flow.cancel()), broken);
});

test("a stream whose getReader() returns nothing fails the flow by a TypeError that says so (C25)", async () => {
  for (
    const [given, text] of [[null, "null"], [undefined, "undefined"], [
      { read() {}, cancel() {} },
      "an object",
    ]] as const
  ) {
    const stream = { getReader: () => given } as never;
    const error = await failure<Error>(pipeline(stream).toArray());
    assert.is(String(error), `TypeError: source.getReader() must return a reader, not ${text}`);
    assert.is(String(await failure(pipeline(stream).cancel())), String(error));
  }
});

test.run();
