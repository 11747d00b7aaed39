/** The smallest first. */
import { checkCount, checkFunction } from "../core/engine/arguments.ts";
import { filled, printed } from "../core/engine/printed.ts";
import type { Buffer } from "../core/types.ts";
import { Heap } from "./heap.ts";

/**
 * A buffer that gives the smallest value first by `compare` (negative: the first argument comes first, as in
 * `Array.sort`), equal ones first come, first served. Senders wait while it holds `capacity` values, in the order in
 * which they came: a bound also bounds how far the order reaches.
 *
 * What `compare` throws while a value comes in rejects that `send`; while one is taken out it is reported as an
 * uncaught error and counts as equal. Throws a `TypeError` or `RangeError` unless `capacity` is an integer of at least
 * 0 and `compare` a function. A binary heap (Williams, 1964): O(log n).
 *
 * @example
 * ```ts
 * import { channel, priority } from "sluice";
 *
 * const jobs = channel(priority<{ due: number }>(10, (a, b) => a.due - b.due));
 * await jobs.sendAll([{ due: 3 }, { due: 1 }, { due: 2 }]);
 * console.log(jobs.tryReceive()?.value); // { due: 1 }
 * ```
 */
export function priority<T>(capacity: number, compare: (a: T, b: T) => number): Buffer<T> {
  checkCount("capacity", capacity, 0, "use unbounded()");
  checkFunction("compare", compare);
  const heap = new Heap(compare);
  const buffer: Buffer<T> = {
    capacity,
    get size() {
      return heap.size;
    },
    offer: (value) => heap.push(value, capacity) ? "kept" : "wait",
    take: () => heap.shift(),
  };
  return printed(buffer, "Buffer", filled);
}
