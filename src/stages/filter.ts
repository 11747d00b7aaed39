/** Passes on the items that pass a test. */
import type { ItemContext, Stage } from "../flow/types.ts";
import { NONE } from "./calls/work.ts";
import { working, type WorkOptions } from "./calls/working.ts";

/**
 * Passes on the items for which `test` returns true, or a promise of true.
 *
 * `test` receives the value and `{ index, signal }`. Options, order and errors are those of `map`. A type predicate
 * narrows the type. Throws a `TypeError` or `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { filter, pipeline } from "sluice";
 *
 * console.log(await pipeline([1, 2, 3, 4], filter((n) => n % 2 === 0)).toArray()); // [ 2, 4 ]
 * ```
 */
export function filter<A, B extends A>(
  test: (value: A, context: ItemContext) => value is B,
  options?: WorkOptions<NoInfer<A>>,
): Stage<A, B>;
/** The same, with a plain test. */
export function filter<A extends V, V = A>(
  test: (value: V, context: ItemContext) => boolean | PromiseLike<boolean>,
  options?: WorkOptions<NoInfer<A>>,
): Stage<A, A>;
export function filter<A>(
  test: (value: A, context: ItemContext) => boolean | PromiseLike<boolean>,
  options?: WorkOptions<A>,
): Stage<A, A> {
  return working<A, boolean, A>("test", test, (value, passed) => passed ? value : NONE, options);
}
