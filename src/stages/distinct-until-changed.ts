/** Skips repeated items. */
import { checkFunction } from "../core/engine/arguments.ts";
import type { Link } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Stage } from "../flow/types.ts";
import { serial } from "./calls/serial.ts";
import { NONE } from "./calls/work.ts";

/**
 * Skips an item whose key is the same (`Object.is`) as the key of the item before.
 *
 * The key is the item itself, or the result of `keyOf`, which may be a promise. Throws a `TypeError` when `keyOf` is
 * given and is not a function.
 *
 * @example
 * ```ts
 * import { distinctUntilChanged, pipeline } from "sluice";
 *
 * console.log(await pipeline([1, 1, 2, 1], distinctUntilChanged()).toArray()); // [ 1, 2, 1 ]
 * ```
 */
export function distinctUntilChanged<A extends V, V = A>(keyOf?: (value: V) => unknown): Stage<A, A> {
  if (keyOf !== undefined) checkFunction("keyOf", keyOf);
  return stage((up: Link<A>) => {
    let last: unknown = NONE;
    return serial<A, unknown, A>(up, {
      fn: (value) => keyOf === undefined ? NONE : keyOf(value),
      pick: (value, given) => {
        const key = given === NONE ? value : given;
        if (Object.is(key, last)) return NONE;
        last = key;
        return value;
      },
      onError: undefined,
    });
  });
}
