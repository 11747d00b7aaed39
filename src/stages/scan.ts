/** Passes on running totals. */
import { checkFunction } from "../core/engine/arguments.ts";
import type { Link } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Stage } from "../flow/types.ts";
import { serial } from "./calls/serial.ts";

/**
 * Combines each item with the total so far, and passes on each new total. `fn` may return a promise.
 *
 * The initial total is not passed on. Throws a `TypeError` when `fn` is not a function.
 *
 * @example
 * ```ts
 * import { pipeline, scan } from "sluice";
 *
 * console.log(await pipeline([1, 2, 3], scan((sum, n) => sum + n, 0)).toArray()); // [ 1, 3, 6 ]
 * ```
 */
export function scan<A, R>(
  fn: (total: R, value: A, index: number) => R | PromiseLike<R>,
  initial: R,
): Stage<A, R> {
  checkFunction("fn", fn);
  return stage((up: Link<A>) => {
    let total = initial;
    return serial<A, R, R>(up, {
      fn: (value, { index }) => fn(total, value, index),
      pick: (_, next) => total = next,
      onError: undefined,
    });
  });
}
