/** Calls a function with each item. */
import type { ItemContext, Stage } from "../flow/types.ts";
import { theValue } from "./calls/work.ts";
import { working, type WorkOptions } from "./calls/working.ts";

/**
 * Calls `fn` with each item, waits for its result, and passes the item on.
 *
 * `fn` receives the value and `{ index, signal }`. Options, order and errors are those of `map`. Throws a `TypeError`
 * or `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { pipeline, tap } from "sluice";
 *
 * await pipeline(["a", "b"], tap((name, { index }) => console.log(index, name))).run(); // 0 a 1 b
 * ```
 */
export function tap<A extends V, V = A>(
  fn: (value: V, context: ItemContext) => unknown,
  options?: WorkOptions<NoInfer<A>>,
): Stage<A, A> {
  return working<A, unknown, A>("fn", fn, theValue, options);
}
