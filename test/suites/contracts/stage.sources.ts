// Sources of every kind that know what is done to them.
import * as assert from "uvu/assert";
import { Readable } from "node:stream";
import { pipeline, type Source } from "sluice";
import { ticks } from "../../support/test.ts";

/** What comes after the values: the end, an error, or nothing, for ever. */
export type Rest = "end" | "silence" | { readonly error: unknown };

type Result = IteratorResult<unknown, undefined>;

/** What a source gives, and what was done to it. */
export class Script {
  /** How many iterators were made of it. */
  opened = 0;
  /** How often it was asked for a value. */
  pulled = 0;
  /** How often it was released. */
  released = 0;
  /** How often it said that it has ended, or failed. */
  ended = 0;
  /** Called whenever it was asked. */
  onPull: () => void = () => {};
  private readonly values: readonly unknown[];
  private readonly rest: Rest;

  constructor(values: readonly unknown[], rest: Rest = "end") {
    this.values = values;
    this.rest = rest;
  }

  /** The next value, the end, the error; undefined for silence. */
  next(): Result | undefined {
    const index = this.pulled++;
    this.onPull();
    if (index < this.values.length) return { done: false, value: this.values[index] };
    if (this.rest === "silence") return undefined;
    this.ended++;
    if (this.rest === "end") return { done: true, value: undefined };
    throw this.rest.error;
  }

  /** The same, of a source that cannot be silent: it ends. */
  nextNow(): Result {
    const result = this.next();
    if (result === undefined) this.ended++;
    return result ?? { done: true, value: undefined };
  }

  release(): Result {
    this.released++;
    return { done: true, value: undefined };
  }

  /** Was it let go of, exactly once? Either it came to its end by itself, or it was released. */
  assertLetGo(message: string): void {
    assert.is(this.released + this.ended, 1, `${message}: released ${this.released} times, ended ${this.ended} times`);
  }
}

/** A kind of source. */
export interface SourceKind {
  readonly title: string;
  /** It is there before it is opened, so it must be released even if it never is. */
  readonly live: boolean;
  /** It can wait: the others end instead. */
  readonly silent: boolean;
  /** Its answers take turns of the event loop. */
  readonly slow?: boolean;
  /** Any value can come from it, untouched. */
  readonly untouched: boolean;
  readonly from: (script: Script) => Source<unknown>;
}

const never = new Promise<never>(() => {});

function iterable(script: Script): Iterable<unknown> {
  return {
    [Symbol.iterator]() {
      script.opened++;
      return { next: () => script.nextNow(), return: () => script.release() };
    },
  };
}

function* generated(script: Script): Generator<unknown, undefined> {
  for (let result = script.nextNow(); !result.done; result = script.nextNow()) yield result.value;
  return undefined;
}

async function* generatedLater(script: Script): AsyncGenerator<unknown, undefined> {
  for (;;) {
    const result = await (script.next() ?? never);
    if (result.done) return undefined;
    yield result.value;
  }
}

/** Generators do not tell when they are released before they began, so they are asked. */
function counted<G extends { return: (value: undefined) => unknown }>(generator: G, script: Script): G {
  const leave = generator.return.bind(generator);
  generator.return = (value: undefined) => {
    script.release();
    return leave(value);
  };
  return generator;
}

/** An async iterable whose answers take some hops. */
export function asyncIterable(script: Script, hops = 0): AsyncIterable<unknown> {
  return {
    [Symbol.asyncIterator]() {
      script.opened++;
      return {
        async next() {
          await ticks(hops);
          return script.next() ?? never;
        },
        return: () => Promise.resolve(script.release()),
      };
    },
  };
}

function webStream(script: Script): ReadableStream<unknown> {
  return new ReadableStream<unknown>({
    pull(controller) {
      const result = script.next();
      if (result?.done) controller.close();
      else if (result !== undefined) controller.enqueue(result.value);
      return result === undefined ? never : undefined;
    },
    cancel: () => void script.release(),
  }, { highWaterMark: 0 });
}

function nodeStream(script: Script): Readable {
  return new Readable({
    objectMode: true,
    highWaterMark: 1,
    read() {
      try {
        const result = script.next();
        if (result !== undefined) this.push(result.done ? null : result.value);
      } catch (error) {
        this.destroy(error as Error);
      }
    },
    destroy(error, callback) {
      if (script.ended === 0) script.release();
      callback(error);
    },
  });
}

export const plainAsync: SourceKind = {
  title: "an async iterable",
  live: false,
  silent: true,
  untouched: true,
  from: asyncIterable,
};

/** All of them but the channel, which is shared. */
export const sourceKinds: readonly SourceKind[] = [
  { title: "an iterable", live: false, silent: false, untouched: true, from: iterable },
  {
    title: "a generator",
    live: true,
    silent: false,
    untouched: true,
    from: (script) => counted(generated(script), script),
  },
  plainAsync,
  {
    title: "an async iterable that takes its time",
    live: false,
    silent: true,
    untouched: true,
    from: (script) => asyncIterable(script, 7),
  },
  {
    title: "an async generator",
    live: true,
    silent: true,
    untouched: false,
    from: (script) => counted(generatedLater(script), script),
  },
  { title: "a flow", live: false, silent: true, untouched: true, from: (script) => pipeline(asyncIterable(script)) },
  { title: "a web stream", live: true, silent: true, slow: true, untouched: true, from: webStream },
  { title: "a Node stream", live: true, silent: true, slow: true, untouched: false, from: nodeStream },
];
