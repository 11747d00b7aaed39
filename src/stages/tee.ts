/** Every value for several readers. */
import { checkCount } from "../core/engine/arguments.ts";
import { flowOver } from "../flow/flow.ts";
import { open } from "../flow/sources/open.ts";
import type { Flow } from "../flow/chain-types.ts";
import type { Source } from "../flow/types.ts";
import { Branch, Split } from "./pull/split.ts";

/** How many branches there may be: far more would not fit into memory, or into an array. */
const MOST = 1_000_000;

/**
 * Several flows of all values of one source.
 *
 * `n` is how many: 1 to 1,000,000, by default 2. The slowest sets the pace: none gets further ahead of another than `buffer`
 * values (at least 0, or `Infinity`; by default 0) and one more that is in hand; so read them side by side, since reading
 * one to its end before another waits for ever when the buffer is too small. One that left holds nobody back; the last
 * one to leave releases the source. An error reaches each after its values. Throws a `TypeError` or `RangeError` for wrong
 * arguments.
 *
 * @example
 * ```ts
 * import { tee } from "sluice";
 *
 * const [sum, count] = tee([1, 2, 3]);
 * console.log(await Promise.all([sum.reduce((a, b) => a + b), count.run()])); // [ 6, 3 ]
 * ```
 */
export function tee<A>(source: Source<A>, n?: 2, buffer?: number): [Flow<A>, Flow<A>];
/** The same, three of them. */
export function tee<A>(source: Source<A>, n: 3, buffer?: number): [Flow<A>, Flow<A>, Flow<A>];
/** The same, any number of them. */
export function tee<A>(source: Source<A>, n: number, buffer?: number): Flow<A>[];
export function tee<A>(source: Source<A>, n = 2, buffer = 0): Flow<A>[] {
  checkCount("n", n, 1, "refused");
  if (n > MOST) throw new RangeError(`n must be at most ${MOST}, not ${n}`);
  checkCount("buffer", buffer, 0, "allowed");
  const split = Split.over(open(source), (value) => {
    for (const branch of branches) branch.push(value);
  });
  const branches = Array.from({ length: n }, () => new Branch<A>(split, buffer));
  return branches.map((branch) => flowOver(branch));
}
