/**
 * The vocabulary of pipelines: sources, stages and their options.
 *
 * @module
 */
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
 * Anything that produces values: an array, a set, a generator, an async generator, a channel, a flow, Node's
 * `Readable`, a web `ReadableStream`. Detected by shape; strings are not accepted.
 *
 * A channel, a timer and a subscription are shared: leaving the pipeline leaves them open. A subscription left open
 * this way still applies backpressure; pass `subscription.consume()` to unsubscribe it on exit. Every other source,
 * push sources included, is owned: it is released (`return()`, `cancel()`, `destroy()`) when the pipeline is left
 * before its end.
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
 * One step of a pipeline: any function of this type, from any library, such as an async generator function.
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
  /** Stops the pipeline when it aborts; the consumer then receives `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@linkcode Flow.into}. */
export interface IntoOptions {
  /** Whether to close the sender at the end; when the flow fails, with its error. Default true. */
  readonly close?: boolean | undefined;
}

/** The second argument of a stage's function. */
export interface ItemContext {
  /** How many items came before this one. */
  readonly index: number;
  /** Aborts when the work on this item is no longer wanted. Created on first use. */
  readonly signal: AbortSignal;
}
