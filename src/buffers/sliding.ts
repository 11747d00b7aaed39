/** When full, drops the oldest value. */
import { checkCount } from "../core/engine/arguments.ts";
import { Fifo } from "../core/channel/fifo.ts";
import type { Buffer, Offered } from "../core/types.ts";

/**
 * Creates a buffer that keeps the newest `capacity` values and drops the oldest one when it is full. Senders never
 * wait. It suits readers that want current values: prices, positions, progress.
 *
 * A dropped value is counted in `stats.dropped` and passed to `onUndelivered`. Throws a `TypeError` or `RangeError`
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
  return new Sliding(capacity);
}

class Sliding<T> extends Fifo<T> {
  override get refusesAll(): boolean {
    return false;
  }

  override offer(value: T, discard: (older: T) => void): Offered {
    if (this.size === this.capacity) discard(this.replace(value));
    else this.push(value);
    return "kept";
  }

  room(): boolean {
    return true;
  }
}
