/** A buffer that returns the smallest value first. */
import { checkCount, checkFunction } from "../core/engine/arguments.ts";
import { filled, printed } from "../core/engine/printed.ts";
import type { Buffer } from "../core/types.ts";
import { Heap } from "./heap.ts";

/**
 * Creates a buffer that returns the smallest value first. `compare` orders values as in `Array.sort`: a negative result
 * means that its first argument comes first. Equal values leave in the order of their arrival.
 *
 * While the buffer holds `capacity` values, senders wait in the order of their arrival, so only the held values are
 * ordered.
 *
 * An error thrown by `compare` while a value is added rejects that `send`. While a value is removed, the error is
 * reported as uncaught, and the two values count as equal. Throws a `TypeError` or `RangeError` unless `capacity` is an
 * integer of at least 0 and `compare` is a function. A binary heap (Williams, 1964): O(log n).
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
