/** Workers behind a bounded queue. */
import { checkCount, checkFunction, checkOptions } from "../../core/engine/arguments.ts";
import { checkConcurrency } from "../../sync/governor.ts";
import type { Pool, PoolOptions, WorkContext } from "./pool-types.ts";
import { workerPool } from "./worker-pool.ts";

/**
 * Creates a pool that calls `worker` for each added item, at most `concurrency` (default 1) at once, in the order in
 * which they were added.
 *
 * `add` waits while `capacity` (default 0) items are queued, so a caller that awaits it is held back; a queue of
 * promises would grow without bound. With a governor, the work on an item begins when a permit is granted, and an error
 * of the governor is the failure of the item.
 *
 * Throws a `TypeError` or `RangeError` for wrong arguments. Rate limiters and circuit breakers are wrong as
 * `concurrency`, because they do not bound how many calls run at once.
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
