/** Many results for each item. */
import { checkFunction } from "../core/engine/arguments.ts";
import type { SourceValue } from "../flow/chain-types.ts";
import type { Link } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { ItemContext, Source, Stage } from "../flow/types.ts";
import { Flat } from "./calls/flat.ts";
import { checkWork, type WorkOptions } from "./calls/working.ts";

/**
 * Gives the values of the source that `fn` returns for each item, or that its promise gives: an array, a generator, a
 * flow, a stream.
 *
 * `fn` gets the value and `{ index, signal }`. With `concurrency` above 1, that many sources are open at once. Ordered,
 * which is the default, all values of one come before those of the next, of which one value each is read ahead; otherwise
 * values come as they become available, each source in turn. An error of `fn` or of a source fails the pipeline, or goes
 * to `onError` with the item, whose rest is skipped. Throws a `TypeError` or `RangeError` for wrong arguments.
 *
 * A permit of a governor is held until the source has ended. So if a stage below shares the governor, each can wait for
 * the other for ever: give one of them a governor of its own, or a number. Where only the calls are to share a budget, let
 * `fn` take the permit: `flatMap(budget.wrap(fn))` gives it back when `fn` has given the source.
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
/** The same, for a function that gives sources of different kinds. */
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
