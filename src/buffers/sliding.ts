/** Full: the oldest goes. */
import { checkCount } from "../core/arguments.ts";
import { Ring } from "../core/ring.ts";
import type { Buffer } from "../core/types.ts";

/**
 * A buffer of the newest `capacity` values: when it is full the oldest one goes, and senders never wait. For readers
 * who want what is current: prices, positions, progress.
 *
 * A value that goes is counted in `stats.dropped` and passed to `onUndelivered`. Throws a `TypeError` or `RangeError`
 * unless `capacity` is an integer of at least 1.
 *
 * @example
 * ```ts
 * import { channel, sliding } from "sluice";
 *
 * const prices = channel<number>(sliding(2));
 * await prices.sendAll([10, 11, 12]);
 * prices.close();
 * for await (const price of prices) console.log(price); // 11 12
 * ```
 */
export function sliding<T>(capacity: number): Buffer<T> {
  checkCount("capacity", capacity, 1, "use unbounded()");
  const held = new Ring<T>();
  return {
    capacity,
    get size() {
      return held.size;
    },
    offer(value, discard) {
      if (held.size === capacity) discard(held.shift());
      held.push(value);
      return "kept";
    },
    take: () => held.shift(),
    room: () => true,
  };
}
