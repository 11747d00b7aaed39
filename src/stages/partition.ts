/** Splits a flow by a test. */
import { checkCount, checkFunction } from "../core/engine/arguments.ts";
import { flowOver } from "../flow/flow.ts";
import { open } from "../flow/sources/open.ts";
import type { Flow } from "../flow/chain-types.ts";
import type { ItemContext, Source } from "../flow/types.ts";
import { serial } from "./calls/serial.ts";
import { Branch, Split } from "./pull/split.ts";

interface Tested<A> {
  readonly value: A;
  readonly passed: boolean;
}

/**
 * Splits a source into two flows: the values that pass a test, which may return a promise, and the others.
 *
 * Read both flows concurrently. A value that is not read stops the other flow, once more than `buffer` of them (at
 * least 0, or `Infinity`; default 0) wait. Reading one flow to its end before the other waits for ever when the buffer
 * is too small. Values for a flow that was left are dropped, and the last flow to be left releases the source. An error
 * reaches each flow after its values. A type predicate narrows the types. Throws a `TypeError` or `RangeError` for
 * wrong arguments.
 *
 * @example
 * ```ts
 * import { partition } from "sluice";
 *
 * const [even, odd] = partition([1, 2, 3], (n) => n % 2 === 0);
 * console.log(await Promise.all([even.toArray(), odd.toArray()])); // [ [ 2 ], [ 1, 3 ] ]
 * ```
 */
export function partition<A, B extends A>(
  source: Source<A>,
  test: (value: A, context: ItemContext) => value is B,
  buffer?: number,
): [Flow<B>, Flow<Exclude<A, B>>];
/** The same, with a plain test. */
export function partition<A>(
  source: Source<A>,
  test: (value: A, context: ItemContext) => boolean | PromiseLike<boolean>,
  buffer?: number,
): [Flow<A>, Flow<A>];
export function partition<A>(
  source: Source<A>,
  test: (value: A, context: ItemContext) => boolean | PromiseLike<boolean>,
  buffer = 0,
): [Flow<A>, Flow<A>] {
  checkFunction("test", test);
  checkCount("buffer", buffer, 0, "allowed");
  const link = open(source);
  const pick = (value: A, passed: boolean) => ({ value, passed });
  const tested = serial<A, boolean, Tested<A>>(link, { fn: test, pick, onError: undefined });
  const split = Split.over(tested, ({ value, passed }) => (passed ? yes : no).push(value));
  const yes = new Branch<A>(split, buffer);
  const no = new Branch<A>(split, buffer);
  return [flowOver(yes), flowOver(no)];
}
