/** Joins sources and stages. */
import { signalOf } from "../core/engine/arguments.ts";
import type { Compose, Flow, Pipeline } from "./chain-types.ts";
import { flowOver } from "./flow.ts";
import type { Link } from "./link.ts";
import { open } from "./sources/open.ts";
import { attachAll, checkStages, stage } from "./stage.ts";
import type { PipelineOptions, Source, Stage } from "./types.ts";

type AnyStage = Stage<unknown, unknown>;

/**
 * Creates a flow of the values of a source through stages; options come last.
 *
 * Nothing is pulled before the first value is requested, and no stage pulls further ahead than its own concurrency and
 * buffer allow. Adjacent stages that need not wait are fused into one loop. The first error stops everything: the
 * source is released, running work is aborted, and the consumer receives the error once all work has settled.
 *
 * `signal` stops the pipeline from outside; the consumer then receives `signal.reason`. Throws a `TypeError` when
 * `source` is not a source (a string is not one, either) or a stage is not a function.
 *
 * @example
 * ```ts
 * import { batch, filter, map, pipeline } from "sluice";
 *
 * const flow = pipeline(
 *   [1, 2, 3, 4, 5],
 *   map(async (n) => n * n, { concurrency: 2 }),
 *   filter((n) => n % 2 === 1),
 *   batch(2),
 * );
 * for await (const squares of flow) console.log(squares.join()); // 1,9 25
 * ```
 */
export const pipeline: Pipeline = ((source: Source<unknown>, ...rest: readonly unknown[]): Flow<never> => {
  const optioned = rest.length > 0 && typeof rest.at(-1) !== "function";
  const stages = (optioned ? rest.slice(0, -1) : rest) as readonly AnyStage[];
  const signal = signalOf(optioned ? rest.at(-1) as PipelineOptions : undefined);
  checkStages(stages);
  return flowOver(attachAll(open(source), stages) as Link<never>, signal);
}) satisfies Pipeline;

/**
 * Combines several stages into one.
 *
 * Throws a `TypeError` when one of them is not a function.
 *
 * @example
 * ```ts
 * import { compose, filter, map, pipeline } from "sluice";
 *
 * const oddSquares = compose(map((n: number) => n * n), filter((n) => n % 2 === 1));
 * console.log(await pipeline([1, 2, 3], oddSquares).toArray()); // [ 1, 9 ]
 * ```
 */
export const compose: Compose = ((...stages: readonly AnyStage[]): Stage<unknown, never> => {
  checkStages(stages);
  return stage((up: Link<unknown>) => attachAll(up, stages) as Link<never>);
}) satisfies Compose;
