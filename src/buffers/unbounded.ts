/** A buffer without a bound, which a user must choose by name. */
import { Fifo } from "../core/channel/fifo.ts";
import type { Buffer } from "../core/types.ts";

/**
 * Creates a buffer without a bound. Senders never wait, and memory grows with the values that receivers have not taken.
 * A bound is nearly always better.
 *
 * @example
 * ```ts
 * import { channel, unbounded } from "sluice";
 *
 * const log = channel<string>(unbounded());
 * for (let i = 0; i < 1000; i++) log.trySend(`line ${i}`);
 * console.log(log.size); // 1000
 * ```
 */
export function unbounded<T>(): Buffer<T> {
  return new Fifo(Infinity);
}
