/** Workers with a bounded queue before them. */
import { checkCount, checkFunction, checkOptions } from "../../core/engine/arguments.ts";
import { checkConcurrency } from "../../sync/governor.ts";
import type { Pool, PoolOptions, WorkContext } from "./pool-types.ts";
import { workerPool } from "./worker-pool.ts";

/**
 * A pool that calls `worker` for each item added, at most `concurrency` (default 1) at once, in the order in which they
 * were added.
 *
 * `add` waits while `capacity` (default 0) items are queued: whoever awaits it is held back, where the queues of
 * promises grow without bound. With a governor, an item begins when it grants a permit; what it refuses with is then
 * the item's failure. Throws a `TypeError` or `RangeError` for wrong arguments; rate limiters and circuit breakers are
 * wrong here, since they do not bound how much runs at once.
 *
 * @example
 * ```ts
 * import { pool } from "sluice";
 *
 * const lengths = pool(async (text: string) => await Promise.resolve(text.length), { concurrency: 2 });
 * const results: Promise<number>[] = [];
 * for (const text of ["one", "three", "fifteen"]) {
 *   const { result } = await lengths.add(text); // waits while two are in work
 *   results.push(result);
 * }
 * await lengths.close();
 * console.log(await Promise.all(results), lengths.stats.done); // [ 3, 5, 7 ] 3
 * ```
 */
export function pool<A, R>(
  worker: (item: A, context: WorkContext) => R | PromiseLike<R>,
  options?: PoolOptions,
): Pool<A, R> {
  checkFunction("worker", worker);
  checkOptions(options);
  const { concurrency = 1, capacity = 0 } = options ?? {};
  checkConcurrency(concurrency);
  checkCount("options.capacity", capacity, 0, "allowed");
  return workerPool(worker, concurrency, capacity);
}
