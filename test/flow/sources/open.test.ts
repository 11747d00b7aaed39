import { channel, flatMap, map, merge, pipeline, type Source, type Stage } from "sluice";
import * as assert from "uvu/assert";
import { AsyncSource } from "../../../src/flow/sources/async-source.ts";
import { ChannelSource } from "../../../src/flow/sources/channel-source.ts";
import { linkOf, open } from "../../../src/flow/sources/open.ts";
import { StreamSource } from "../../../src/flow/sources/stream-source.ts";
import { SyncSource } from "../../../src/flow/sources/sync-source.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { Numbers } from "../../support/numbers.ts";
import { suite } from "../../support/test.ts";

const test = suite("open");

const sentence = (name: string, given: string) =>
  `${name} must be an iterable other than a string, an async iterable or a ReadableStream, not ${given}`;

/** What is no source, and how it is shown. */
const wrong: [unknown, string][] = [
  [undefined, "undefined"],
  [null, "null"],
  [5, "5"],
  [10n, "10n"],
  [true, "true"],
  ["text", '"text"'],
  ["", '""'],
  [Symbol("s"), "a symbol"],
  [{}, "an object"],
  [() => {}, "a function"],
  [Promise.resolve([1]), "an object"],
  [{ length: 1, 0: 1 }, "an object"],
  [{ next: () => ({ done: true }) }, "an object"],
  [{ [Symbol.iterator]: 1, [Symbol.asyncIterator]: null, getReader: {} }, "an object"],
];

test("a source is told by its shape", () => {
  const both = { *[Symbol.iterator]() {}, async *[Symbol.asyncIterator]() {} };
  assert.instance(open([]), SyncSource);
  assert.instance(open(new Set()), SyncSource);
  assert.instance(open((function* () {})()), SyncSource);
  assert.instance(open((async function* () {})()), AsyncSource);
  assert.instance(open(both), AsyncSource);
  assert.instance(open(new ReadableStream()), StreamSource);
  assert.instance(open(channel()), ChannelSource);
  assert.instance(open(channel().consume()), AsyncSource);
  assert.instance(open(channel().batches()), AsyncSource);
});

test("a flow gives its own link, and only once", () => {
  const flow = pipeline([1]);
  assert.type(Reflect.get(flow, linkOf), "function");
  open(flow);
  assert.instance(thrownBy(() => open(flow)), TypeError);
});

test("functions and classes with an iterator are sources, too", async () => {
  const callable = Object.assign(() => {}, {
    *[Symbol.iterator]() {
      yield 1;
    },
  });
  class Inherited extends Array<number> {}
  assert.equal(await pipeline(callable).toArray(), [1]);
  assert.equal(await pipeline(Inherited.from([1, 2])).toArray(), [1, 2]);
});

test("opening pulls nothing, and does not even make an iterator (P1)", () => {
  const numbers = new Numbers();
  open(numbers);
  assert.is(numbers.opened, 0);
});

test("what is no source is a TypeError that names the argument and what was given (C25)", () => {
  for (const [given, text] of wrong) {
    const error = thrownBy<Error>(() => pipeline(given as Source<unknown>));
    assert.instance(error, TypeError);
    assert.is(error.message, sentence("source", text));
  }
});

test("a string is no source anywhere: as a source of many, of a stage, from a stage, from a function (C25)", async () => {
  const text = "text" as unknown as Source<string>;
  const giving = (() => "text") as unknown as Stage<number, string>;
  assert.instance(thrownBy(() => merge([], text)), TypeError);
  assert.is(thrownBy<Error>(() => map((n) => n)(text as AsyncIterable<string>)).message, sentence("input", '"text"'));
  const errors = [pipeline([1], giving).toArray(), pipeline([1], flatMap(() => text)).toArray()];
  const messages = await Promise.all(errors.map((error) => failure<Error>(error)));
  const names = ["what a stage returns", "what fn returns"];
  assert.equal(messages.map(({ message }) => message), names.map((name) => sentence(name, '"text"')));
});

test("a string object is none, either (C25)", () => {
  const text = new String("text") as unknown as Source<string>;
  assert.is(thrownBy<Error>(() => pipeline(text)).message, sentence("source", "an object"));
});

test.run();
