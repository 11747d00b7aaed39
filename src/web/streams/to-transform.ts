/** Stages as a pair of web streams. */
import { channel } from "../../core/channel/channel.ts";
import type { Stages } from "../../flow/chain-types.ts";
import { compose, pipeline } from "../../flow/pipeline.ts";
import type { Stage } from "../../flow/types.ts";
import { readableOver } from "./to-readable.ts";
import { writableInto } from "./to-writable.ts";

/** The argument of `ReadableStream.pipeThrough`. */
export interface TransformPair<in A, out B> {
  /** Accepts the values. */
  readonly writable: WritableStream<A>;
  /** Yields the results. */
  readonly readable: ReadableStream<B>;
}

/**
 * The call signatures of {@linkcode toTransform}: 0 to 14 stages, each of which accepts the values of the one before.
 */
export interface ToTransform {
  <A>(): TransformPair<A, A>;
  <A, B>(...stages: Stages<[A, B]>): TransformPair<A, B>;
  <A, B, C>(...stages: Stages<[A, B, C]>): TransformPair<A, C>;
  <A, B, C, D>(...stages: Stages<[A, B, C, D]>): TransformPair<A, D>;
  <A, B, C, D, E>(...stages: Stages<[A, B, C, D, E]>): TransformPair<A, E>;
  <A, B, C, D, E, F>(...stages: Stages<[A, B, C, D, E, F]>): TransformPair<A, F>;
  <A, B, C, D, E, F, G>(...stages: Stages<[A, B, C, D, E, F, G]>): TransformPair<A, G>;
  <A, B, C, D, E, F, G, H>(...stages: Stages<[A, B, C, D, E, F, G, H]>): TransformPair<A, H>;
  <A, B, C, D, E, F, G, H, I>(...stages: Stages<[A, B, C, D, E, F, G, H, I]>): TransformPair<A, I>;
  <A, B, C, D, E, F, G, H, I, J>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J]>): TransformPair<A, J>;
  <A, B, C, D, E, F, G, H, I, J, K>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K]>): TransformPair<A, K>;
  <A, B, C, D, E, F, G, H, I, J, K, L>(...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L]>): TransformPair<A, L>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M>(
    ...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M]>
  ): TransformPair<A, M>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M, N>(
    ...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M, N]>
  ): TransformPair<A, N>;
  <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O>(
    ...stages: Stages<[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]>
  ): TransformPair<A, O>;
}

/**
 * Creates the argument of `pipeThrough` from stages. Written values pass through the stages to the reader, which read
 * ahead only as far as they document. A write waits until the first stage takes its value.
 *
 * An error of a stage errors both streams. Cancelling the readable side errors the writable side with the reason. A
 * stage that ends early, as `take` does, errors the writable side with an `AbortError`. A waiting write then rejects
 * with a `ChannelClosedError`, which has its value. Throws a `TypeError` when a stage is not a function.
 *
 * @example
 * ```ts
 * import { batch, map } from "sluice";
 * import { toTransform } from "sluice/web";
 *
 * const pairs = toTransform(map((n: number) => n * n), batch(2));
 * for await (const pair of ReadableStream.from([1, 2, 3]).pipeThrough(pairs)) console.log(pair.join()); // 1,4 9
 * ```
 */
export const toTransform: ToTransform = ((...stages: Stage<unknown, unknown>[]): TransformPair<unknown, unknown> => {
  const input = channel<unknown>();
  const flow = pipeline(input, stages.reduce((all, stage) => compose(all, stage), compose<unknown>()));
  return {
    writable: writableInto(input, (reason) => reason),
    readable: readableOver(flow, undefined, (reason) => input.cancel(reason)),
  };
}) as ToTransform;
