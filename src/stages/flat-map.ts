/** Replaces each item by the values of a source. */
import { checkFunction } from "../core/engine/arguments.ts";
import type { SourceValue } from "../flow/chain-types.ts";
import type { Link } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { ItemContext, Source, Stage } from "../flow/types.ts";
import { Flat } from "./calls/flat.ts";
import { checkWork, type WorkOptions } from "./calls/working.ts";

/**
 * Replaces each item by the values of the source that `fn` returns, or a promise of it: an array, a generator, a flow,
 * a stream.
 *
 * `fn` receives the value and `{ index, signal }`. With `concurrency` above 1, that many sources are open at once. By
 * default, all values of one source come before those of the next, and one value of each later source is read ahead.
 * With `ordered: false`, values come as they become available, from each source in turn. An error of `fn` or of a
 * source fails the pipeline, or goes to `onError` with the item, and the rest of its source is skipped. Throws a
 * `TypeError` or `RangeError` for wrong arguments.
 *
 * A permit of a governor is held until the source has ended. If a stage below shares the governor, both stages can wait
 * for each other for ever: give one of them its own governor, or a number. If only the calls share a budget, `fn` can
 * take the permit: `flatMap(budget.wrap(fn))` releases it when `fn` has returned the source.
 *
 * @example
 * ```ts
 * import { flatMap, pipeline } from "sluice";
 *
 * const words = pipeline(["to be", "or not"], flatMap((line) => line.split(" ")));
 * for await (const word of words) console.log(word); // to be or not
 * ```
 */
export function flatMap<A, B>(
  fn: (value: A, context: ItemContext) => Source<B> | PromiseLike<Source<B>>,
  options?: WorkOptions<NoInfer<A>>,
): Stage<A, B>;
/** The same, for a function that returns sources of different kinds. */
export function flatMap<A, S extends Source<unknown> | PromiseLike<Source<unknown>>>(
  fn: (value: A, context: ItemContext) => S,
  options?: WorkOptions<NoInfer<A>>,
): Stage<A, SourceValue<Awaited<S>>>;
export function flatMap<A, B>(
  fn: (value: A, context: ItemContext) => Source<B> | PromiseLike<Source<B>>,
  options?: WorkOptions<A>,
): Stage<A, B> {
  checkFunction("fn", fn);
  const work = checkWork(options);
  return stage((up: Link<A>) => new Flat(up, fn, work));
}
