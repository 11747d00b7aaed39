/** No bound, said aloud. */
import { Fifo } from "../core/channel/fifo.ts";
import type { Buffer } from "../core/types.ts";

/**
 * A buffer without a bound: senders never wait, and memory grows with whatever the receivers do not take. The explicit
 * way to say so; a bound is nearly always better.
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
