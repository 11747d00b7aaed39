/**
 * The vocabulary of pipelines: what a source, a stage and a flow are.
 *
 * @module
 */
/// <reference lib="esnext.disposable" preserve="true" />
import type { Sender } from "../core/types.ts";
import type { Pipe } from "./chain-types.ts";

/** A web stream, by the members that are used. */
export interface StreamLike<out T> {
  /** Locks the stream to a reader. */
  getReader(): {
    read(): Promise<
      { readonly done: false; readonly value: T } | { readonly done: true; readonly value?: T | undefined }
    >;
    cancel(reason?: unknown): Promise<void>;
    releaseLock(): void;
  };
}

/**
 * Whatever gives values: an array, a set, a generator, an async generator, a channel, a flow, Node's `Readable`, a web
 * `ReadableStream`. Told by shape; a string is none.
 *
 * A channel, a timer and a subscription are shared: leaving the pipeline leaves them open. A subscription that is left so
 * still holds its senders back; give `subscription.consume()` to have it leave. Everything else, push sources included,
 * is owned, and released (`return()`, `cancel()`, `destroy()`) when the pipeline is left before its end.
 *
 * @example
 * ```ts
 * import { pipeline, type Source } from "sluice";
 *
 * async function total(numbers: Source<number>) {
 *   return await pipeline(numbers).reduce((sum, n) => sum + n, 0);
 * }
 *
 * console.log(await total([1, 2]), await total(ReadableStream.from([3, 4]))); // 3 7
 * ```
 */
export type Source<T> = (Iterable<T> & { readonly charAt?: never }) | AsyncIterable<T> | StreamLike<NoInfer<T>>;

/**
 * One step of a pipeline: any function of this shape is one, from any library, also an async generator function.
 *
 * @example
 * ```ts
 * import { pipeline } from "sluice";
 *
 * async function* twice(input: AsyncIterable<number>) {
 *   for await (const value of input) {
 *     yield value;
 *     yield value;
 *   }
 * }
 *
 * console.log(await pipeline([1, 2], twice).toArray()); // [ 1, 1, 2, 2 ]
 * ```
 */
export type Stage<in A, out B> = (input: AsyncIterable<A>) => AsyncIterable<B>;

/** Options of a pipeline. */
export interface PipelineOptions {
  /** Stops the pipeline when it aborts; the consumer then gets `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@linkcode Flow.into}. */
export interface IntoOptions {
  /** Whether the sender is closed at the end, and with the error when the flow fails. Default true. */
  readonly close?: boolean | undefined;
}

/** What the function of a stage is told about an item beside its value. */
export interface ItemContext {
  /** How many items came before it. */
  readonly index: number;
  /** Aborted when the work on this item is no longer wanted. Made on first use. */
  readonly signal: AbortSignal;
}

/**
 * One run of a pipeline: an async iterator that owns its source. Nothing is pulled before the first value is asked for.
 *
 * Leaving its loop stops the whole pipeline: the source is released, running work is aborted, and the loop is left once
 * every started task has settled. A flow that was given to another pipeline belongs to that.
 *
 * A flow runs once. `next()` calls and loops that run at the same time share its values. Once it has run, or while
 * `toArray` or another operation reads it to its end, a new consumer is refused with a `TypeError`, and is never quietly
 * empty: `toArray`, `reduce`, `forEach`, `run` and `into` reject, a new loop and `pipe` throw. Its `cause` is what the
 * flow was stopped or failed with. The same iterator stays at its end.
 *
 * @example
 * ```ts
 * import { filter, map, pipeline } from "sluice";
 *
 * const flow = pipeline([1, 2, 3, 4], filter((n) => n % 2 === 0), map((n) => n * 10));
 * for await (const value of flow) console.log(value); // 20 40
 * ```
 */
export interface Flow<out T> extends AsyncIterableIterator<T, undefined, undefined>, AsyncDisposable {
  /** The next value. Concurrent calls are answered in order. Rejects once with the error that ended the pipeline. */
  next(): Promise<IteratorResult<T, undefined>>;
  /** Stops the pipeline, and resolves when it has stopped; `next()` calls that wait then get the end. */
  return(): Promise<IteratorResult<T, undefined>>;
  /** Stops the pipeline as an error does, and rejects with this one when it has stopped. */
  throw(error?: unknown): Promise<IteratorResult<T, undefined>>;
  /** The flow itself. Throws a `TypeError` when it has run. */
  [Symbol.asyncIterator](): Flow<T>;
  /** The same as `cancel()`. */
  [Symbol.asyncDispose](): Promise<void>;
  /** Adds stages at the end. The flow then belongs to what this returns. Throws a `TypeError` when it has run. */
  readonly pipe: Pipe<T>;
  /** All values. */
  toArray(): Promise<T[]>;
  /**
   * Combines all values into one, from left to right. Without an initial value the first one is it, and a flow without
   * values rejects with a `TypeError`. `fn` may return a promise.
   */
  reduce(fn: (total: T, value: T, index: number) => T | PromiseLike<T>): Promise<T>;
  /** The same, from an initial value. */
  reduce<R>(fn: (total: R, value: T, index: number) => R | PromiseLike<R>, initial: R): Promise<R>;
  /** Calls `fn` with each value and waits for what it returns. What it throws stops the pipeline. */
  forEach(fn: (value: T, index: number) => unknown): Promise<void>;
  /**
   * Sends all values to a channel, and resolves with how many it accepted. At the end the channel is closed unless
   * `close` is false; a failure closes it with the error. When the channel is cancelled or closed by others, it rejects
   * and stops the pipeline.
   */
  into(sender: Sender<T>, options?: IntoOptions): Promise<number>;
  /** Pulls to the end, and resolves with the number of values. */
  run(): Promise<number>;
  /**
   * Stops the pipeline, and resolves when it has stopped. Rejects with what releasing the source threw. An operation that
   * reads to the end, such as `toArray`, then rejects with the reason. A function of the pipeline may call it, but not
   * wait for it: it would wait for itself.
   */
  cancel(reason?: unknown): Promise<void>;
}
