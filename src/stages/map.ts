/** Replaces each item by a result. */
import type { ItemContext, Stage } from "../flow/types.ts";
import { theResult } from "./calls/work.ts";
import { working, type WorkOptions } from "./calls/working.ts";

/**
 * Replaces each item by the result of `fn`, or of the promise that `fn` returns.
 *
 * `fn` receives the value and `{ index, signal }`; the signal aborts when the result is no longer wanted. With
 * `concurrency` above 1, that many calls run at once; results keep the order of the items unless `ordered` is false. An
 * error fails the pipeline, or goes to `onError`, and the item is skipped. Throws a `TypeError` or `RangeError` for
 * wrong arguments.
 *
 * @example
 * ```ts
 * import { map, pipeline } from "sluice";
 *
 * const lengths = pipeline(["a", "bb", "ccc"], map(async (text) => text.length, { concurrency: 2 }));
 * console.log(await lengths.toArray()); // [ 1, 2, 3 ]
 * ```
 */
export function map<A, B>(
  fn: (value: A, context: ItemContext) => B | PromiseLike<B>,
  options?: WorkOptions<NoInfer<A>>,
): Stage<A, B> {
  return working<A, B, B>("fn", fn, theResult, options);
}
