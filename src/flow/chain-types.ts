/**
 * The types of chains of stages: the call signatures of `pipeline`, `Flow.pipe` and `compose`.
 *
 * They are written out for 0 to 14 stages: only type parameters of its own tell a stage's function what the stage
 * before yields. In `pipeline`, all signatures without options precede those with options. With optional options, a
 * type predicate as the last stage would first be tried as the options, and be typed as `unknown`.
 *
 * @module
 */
/// <reference lib="esnext.disposable" preserve="true" />
import type { Sender } from "../core/types.ts";
import type { IntoOptions, PipelineOptions, Source, Stage } from "./types.ts";

/** Stages that fit together, by the types between them: `Stages<[A, B, C]>` is `[Stage<A, B>, Stage<B, C>]`. */
export type Stages<T extends readonly unknown[]> = T extends readonly [infer A, infer B, ...infer Rest]
  ? [stage: Stage<A, B>, ...Stages<[B, ...Rest]>]
  : [];

/** The same, followed by options. */
export type StagesAndOptions<T extends readonly unknown[]> = [...Stages<T>, options: PipelineOptions];

/** The type of a source's values. */
export type SourceValue<S> = [S] extends [never] ? never : [S] extends [Source<infer T>] ? T : never;

/** The types of the values of a list of sources: `SourceValues<[Source<A>, Source<B>]>` is `[A, B]`. */
export type SourceValues<S extends readonly unknown[]> = { -readonly [K in keyof S]: SourceValue<S[K]> };

/**
 * One run of a pipeline: an async iterator that owns its source. Nothing is pulled before the first value is requested.
 *
 * Leaving its loop stops the whole pipeline: the source is released, running work is aborted, and the loop ends once
 * every started task has settled. A flow that was passed to another pipeline belongs to that pipeline.
 *
 * A flow runs once. `next()` calls and loops that run at the same time share its values. Once it has run, or while
 * `toArray` or another operation reads it to its end, it refuses a new consumer with a `TypeError` instead of appearing
 * empty: `toArray`, `reduce`, `forEach`, `run` and `into` reject, and a new loop and `pipe` throw. The `cause` of that
 * error is the reason or the error that ended the flow. The same iterator stays at its end.
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
  /**
   * Returns the next value. Concurrent calls are answered in order. Rejects once with the error that ended the
   * pipeline.
   */
  next(): Promise<IteratorResult<T, undefined>>;
  /** Stops the pipeline and resolves when it has stopped. Waiting `next()` calls then receive the end. */
  return(): Promise<IteratorResult<T, undefined>>;
  /** Stops the pipeline as an error does, and rejects with `error` when it has stopped. */
  throw(error?: unknown): Promise<IteratorResult<T, undefined>>;
  /** Returns the flow itself. Throws a `TypeError` when it has run. */
  [Symbol.asyncIterator](): Flow<T>;
  /** The same as `cancel()`. */
  [Symbol.asyncDispose](): Promise<void>;
  /** Adds stages at the end. The flow then belongs to the returned flow. Throws a `TypeError` when it has run. */
  readonly pipe: Pipe<T>;
  /** Collects all values. */
  toArray(): Promise<T[]>;
  /**
   * Combines all values into one, from left to right. Without an initial value, the first value is the initial one, and
   * an empty flow rejects with a `TypeError`. `fn` may return a promise.
   */
  reduce(fn: (total: T, value: T, index: number) => T | PromiseLike<T>): Promise<T>;
  /** The same, with an initial value. */
  reduce<R>(fn: (total: R, value: T, index: number) => R | PromiseLike<R>, initial: R): Promise<R>;
  /** Calls `fn` with each value and waits for its result. An error that it throws stops the pipeline. */
  forEach(fn: (value: T, index: number) => unknown): Promise<void>;
  /**
   * Sends all values to a channel and resolves with the number that it accepted. At the end the channel is closed,
   * unless `close` is false; when the flow fails, with its error. When another user cancels or closes the channel, it
   * rejects and stops the pipeline.
   */
  into(sender: Sender<T>, options?: IntoOptions): Promise<number>;
  /** Pulls to the end and resolves with the number of values. */
  run(): Promise<number>;
  /**
   * Stops the pipeline and resolves when it has stopped. Rejects with an error that the release of the source throws.
   * An operation that reads to the end, such as `toArray`, then rejects with the reason. A function of the pipeline may
   * call it but must not await it, because the pipeline waits for that function.
   */
  cancel(reason?: unknown): Promise<void>;
}

/**
 * The call signatures of `Flow.pipe`: 0 to 14 stages, each of which accepts the values of the one before. For longer
 * chains, nest `compose()`.
 */
export interface Pipe<out A> {
  (): Flow<A>;
  <B>(...stages: Stages<[A, B]>): Flow<B>;
  <B, C>(...stages: Stages<[A, B, C]>): Flow<C>;
  <B, C, D>(...stages: Stages<[A, B, C, D]>): Flow<D>;
  <B, C, D, E>(...stages: Stages<[A, B, C, D, E]>): Flow<E>;
  <B, C, D, E, F>(...stages: Stages<[A, B, C, D, E, F]>): Flow<F>;
  <B, C, D, E, F, G>(...stages: Stages<[A, B, C, D, E, F, G]>): Flow<G>;
  <B, C, D, E, F, G, H>(...stages: Stages<[A, B, C, D, E, F, G, H]>): Flow<H>;
  <B, C, D, E, F, G, H, I>(...stages: Stages<[A, B, C, D, E, F, G, H, I]>): Flow<I>;
  <B, C, D, E, F, G, H, I, J>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J]>): Flow<J>;
  <B, C, D, E, F, G, H, I, J, K>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K]>): Flow<K>;
  <B, C, D, E, F, G, H, I, J, K, L>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L]>): Flow<L>;
  <B, C, D, E, F, G, H, I, J, K, L, M>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M]>): Flow<M>;
  <B, C, D, E, F, G, H, I, J, K, L, M, N>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M, N]>): Flow<N>;
  <B, C, D, E, F, G, H, I, J, K, L, M, N, O>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]>): Flow<O>;
}

/**
 * The call signatures of `pipeline`: a source, 0 to 14 stages, each of which accepts the values of the one before, and
 * optional options. For longer chains, nest `compose()`.
 */
export interface Pipeline {
  <A>(source: Source<A>): Flow<A>;
  <A, B>(source: Source<A>, ...stages: Stages<[A, B]>): Flow<B>;
  <A, B, C>(source: Source<A>, ...stages: Stages<[A, B, C]>): Flow<C>;
  <A, B, C, D>(source: Source<A>, ...stages: Stages<[A, B, C, D]>): Flow<D>;
  <A, B, C, D, E>(source: Source<A>, ...stages: Stages<[A, B, C, D, E]>): Flow<E>;
  <A, B, C, D, E, F>(source: Source<A>, ...stages: Stages<[A, B, C, D, E, F]>): Flow<F>;
  <A, B, C, D, E, F, G>(source: Source<A>, ...stages: Stages<[A, B, C, D, E, F, G]>): Flow<G>;
  <A, B, C, D, E, F, G, H>(source: Source<A>, ...stages: Stages<[A, B, C, D, E, F, G, H]>): Flow<H>;
  <A, B, C, D, E, F, G, H, I>(source: Source<A>, ...stages: Stages<[A, B, C, D, E, F, G, H, I]>): Flow<I>;
  <A, B, C, D, E, F, G, H, I, J>(source: Source<A>, ...stages: Stages<[A, B, C, D, E, F, G, H, I, J]>): Flow<J>;
  <A, B, C, D, E, F, G, H, I, J, K>(source: Source<A>, ...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K]>): Flow<K>;
  <A, B, C, D, E, F, G, H, I, J, K, L>(
    source: Source<A>,
    ...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L]>
  ): Flow<L>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M>(
    source: Source<A>,
    ...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M]>
  ): Flow<M>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M, N>(
    source: Source<A>,
    ...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M, N]>
  ): Flow<N>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O>(
    source: Source<A>,
    ...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]>
  ): Flow<O>;
  <A>(source: Source<A>, options: PipelineOptions): Flow<A>;
  <A, B>(source: Source<A>, ...rest: StagesAndOptions<[A, B]>): Flow<B>;
  <A, B, C>(source: Source<A>, ...rest: StagesAndOptions<[A, B, C]>): Flow<C>;
  <A, B, C, D>(source: Source<A>, ...rest: StagesAndOptions<[A, B, C, D]>): Flow<D>;
  <A, B, C, D, E>(source: Source<A>, ...rest: StagesAndOptions<[A, B, C, D, E]>): Flow<E>;
  <A, B, C, D, E, F>(source: Source<A>, ...rest: StagesAndOptions<[A, B, C, D, E, F]>): Flow<F>;
  <A, B, C, D, E, F, G>(source: Source<A>, ...rest: StagesAndOptions<[A, B, C, D, E, F, G]>): Flow<G>;
  <A, B, C, D, E, F, G, H>(source: Source<A>, ...rest: StagesAndOptions<[A, B, C, D, E, F, G, H]>): Flow<H>;
  <A, B, C, D, E, F, G, H, I>(source: Source<A>, ...rest: StagesAndOptions<[A, B, C, D, E, F, G, H, I]>): Flow<I>;
  <A, B, C, D, E, F, G, H, I, J>(source: Source<A>, ...rest: StagesAndOptions<[A, B, C, D, E, F, G, H, I, J]>): Flow<J>;
  <A, B, C, D, E, F, G, H, I, J, K>(
    source: Source<A>,
    ...rest: StagesAndOptions<[A, B, C, D, E, F, G, H, I, J, K]>
  ): Flow<K>;
  <A, B, C, D, E, F, G, H, I, J, K, L>(
    source: Source<A>,
    ...rest: StagesAndOptions<[A, B, C, D, E, F, G, H, I, J, K, L]>
  ): Flow<L>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M>(
    source: Source<A>,
    ...rest: StagesAndOptions<[A, B, C, D, E, F, G, H, I, J, K, L, M]>
  ): Flow<M>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M, N>(
    source: Source<A>,
    ...rest: StagesAndOptions<[A, B, C, D, E, F, G, H, I, J, K, L, M, N]>
  ): Flow<N>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O>(
    source: Source<A>,
    ...rest: StagesAndOptions<[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]>
  ): Flow<O>;
}

/**
 * The call signatures of `compose`: 0 to 14 stages, each of which accepts the values of the one before. For longer
 * chains, nest it. To compose an array of stages, call `stages.reduce((all, stage) => compose(all, stage))`.
 */
export interface Compose {
  <A>(): Stage<A, A>;
  <A, B>(...stages: Stages<[A, B]>): Stage<A, B>;
  <A, B, C>(...stages: Stages<[A, B, C]>): Stage<A, C>;
  <A, B, C, D>(...stages: Stages<[A, B, C, D]>): Stage<A, D>;
  <A, B, C, D, E>(...stages: Stages<[A, B, C, D, E]>): Stage<A, E>;
  <A, B, C, D, E, F>(...stages: Stages<[A, B, C, D, E, F]>): Stage<A, F>;
  <A, B, C, D, E, F, G>(...stages: Stages<[A, B, C, D, E, F, G]>): Stage<A, G>;
  <A, B, C, D, E, F, G, H>(...stages: Stages<[A, B, C, D, E, F, G, H]>): Stage<A, H>;
  <A, B, C, D, E, F, G, H, I>(...stages: Stages<[A, B, C, D, E, F, G, H, I]>): Stage<A, I>;
  <A, B, C, D, E, F, G, H, I, J>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J]>): Stage<A, J>;
  <A, B, C, D, E, F, G, H, I, J, K>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K]>): Stage<A, K>;
  <A, B, C, D, E, F, G, H, I, J, K, L>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L]>): Stage<A, L>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M]>): Stage<A, M>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M, N>(
    ...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M, N]>
  ): Stage<A, N>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O>(
    ...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]>
  ): Stage<A, O>;
}
