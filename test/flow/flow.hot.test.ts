// What a flow gives at its ends, in loops that never really wait.
import { channel, pipeline, sliding } from "sluice";
import * as assert from "uvu/assert";
import { breathes } from "../support/breathes.ts";
import { suite } from "../support/test.ts";

const test = suite("flows in hot loops that get no values");

/** A source that is released in an asynchronous way. */
const released: AsyncIterator<number> & AsyncIterable<number> = {
  next: () => Promise.resolve({ done: false, value: 0 }),
  return: () => Promise.resolve({ done: true, value: undefined }),
  [Symbol.asyncIterator]: () => released,
};

const ended = pipeline([]);
const left = pipeline([1]);
void left.cancel();
const given = pipeline([1]);
given.pipe();

const operations: Record<string, () => Promise<unknown>> = {
  "next() at the end": () => ended.next(),
  "toArray() at the end": () => ended.toArray(),
  "toArray() of a flow that was left": () => left.toArray(),
  "run() with a signal that is aborted": () => pipeline([1], { signal: AbortSignal.abort() }).run(),
  "next() with a signal that is aborted": () => pipeline([1], { signal: AbortSignal.abort() }).next(),
  "return()": () => pipeline([1]).return(),
  "throw()": () => pipeline([1]).throw("broken"),
  "cancel()": () => pipeline([1]).cancel(),
  "cancel() with a source that takes a promise to release": () => pipeline(released).cancel(),
  "asynchronous disposal": () => pipeline([1])[Symbol.asyncDispose](),
  "next() of a flow that was given away": () => given.next(),
  "toArray() of a flow that was given away": () => given.toArray(),
  "into() of a flow that was given away": () => given.into(channel<number>(sliding(1))),
};

for (const [title, operation] of Object.entries(operations)) {
  test(`${title} leaves the event loop its turn (C23)`, async () => {
    assert.ok(await breathes(operation));
  });
}

test.run();
