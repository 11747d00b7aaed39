/**
 * How a chain of stages is typed: the call signatures of `pipeline`, `Flow.pipe` and `compose`.
 *
 * They are written out for 0 to 14 stages: only from type parameters of its own does each stage's function learn what
 * the stage before gives. In `pipeline`, all signatures without options come before those with them; with the options
 * optional, a type predicate as the last stage would be tried as the options first, and get `unknown`.
 *
 * @module
 */
import type { Flow, PipelineOptions, Source, Stage } from "./types.ts";

/** Stages that fit together, by what flows between them: `Stages<[A, B, C]>` is `[Stage<A, B>, Stage<B, C>]`. */
export type Stages<T extends readonly unknown[]> = T extends readonly [infer A, infer B, ...infer Rest]
  ? [stage: Stage<A, B>, ...Stages<[B, ...Rest]>]
  : [];

/** The same, and then options. */
export type StagesAndOptions<T extends readonly unknown[]> = [...Stages<T>, options: PipelineOptions];

/** What a source gives. */
export type SourceValue<S> = [S] extends [never] ? never : [S] extends [Source<infer T>] ? T : never;

/** What each source of a list gives: `SourceValues<[Source<A>, Source<B>]>` is `[A, B]`. */
export type SourceValues<S extends readonly unknown[]> = { -readonly [K in keyof S]: SourceValue<S[K]> };

/**
 * The call signatures of `Flow.pipe`: 0 to 14 stages, each of which takes what the one before gives. Longer chains nest
 * `compose()`.
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
 * The call signatures of `pipeline`: a source, 0 to 14 stages, each of which takes what the one before gives, and
 * options, if any. Longer chains nest `compose()`.
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
 * The call signatures of `compose`: 0 to 14 stages, each of which takes what the one before gives. Longer chains nest
 * it. An array of stages is composed by `stages.reduce((all, stage) => compose(all, stage))`.
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
