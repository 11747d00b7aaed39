/** Copies a source for several readers. */
import { checkCount } from "../core/engine/arguments.ts";
import { flowOver } from "../flow/flow.ts";
import { open } from "../flow/sources/open.ts";
import type { Flow } from "../flow/chain-types.ts";
import type { Source } from "../flow/types.ts";
import { Branch, Split } from "./pull/split.ts";

/** The largest number of branches: far more would not fit into memory, or into an array. */
const MOST = 1_000_000;

/**
 * Creates several flows, each of which yields all values of one source. `n` is their number: 1 to 1,000,000, default 2.
 *
 * Read the flows concurrently, because the slowest sets the pace: none gets further ahead of another than `buffer`
 * values (at least 0, or `Infinity`; default 0) and one more in hand. Reading one flow to its end before another waits
 * for ever when the buffer is too small. A flow that was left does not delay the others, and the last one to be left
 * releases the source. An error reaches each flow after its values. Throws a `TypeError` or `RangeError` for wrong
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
/** The same, with three flows. */
export function tee<A>(source: Source<A>, n: 3, buffer?: number): [Flow<A>, Flow<A>, Flow<A>];
/** The same, with any number of flows. */
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
