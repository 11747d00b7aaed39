/** When full, drops the new value. */
import { checkCount } from "../core/engine/arguments.ts";
import { Fifo } from "../core/channel/fifo.ts";
import type { Buffer, Offered } from "../core/types.ts";

/**
 * Creates a buffer that keeps the oldest `capacity` values and drops new ones while it is full. Senders never wait. It
 * suits values that are not worth queueing: samples, hints, log lines.
 *
 * A dropped value is counted in `stats.dropped` and passed to `onUndelivered`, and its `send` resolves. `trySend`
 * returns false instead: the caller keeps the value, and it is not counted. With capacity 0, a value is handed to a
 * waiting receiver or dropped.
 *
 * Throws a `TypeError` or `RangeError` unless `capacity` is an integer of at least 0.
 *
 * @example
 * ```ts
 * import { channel, dropping } from "sluice";
 *
 * const hints = channel<string>(dropping(1));
 * await hints.send("first");
 * await hints.send("second"); // goes
 * console.log(hints.stats.dropped, hints.tryReceive()?.value); // 1 first
 * ```
 */
export function dropping<T>(capacity: number): Buffer<T> {
  checkCount("capacity", capacity, 0, "use unbounded()");
  return new Dropping(capacity);
}

export class Dropping<T> extends Fifo<T> {
  /**
   * Not a field: JavaScriptCore would keep a fifth field in a separate array (more than half of `dropping:16` on Bun).
   */
  protected get refusal(): "drop" | "fail" {
    return "drop";
  }

  override offer(value: T): Offered {
    if (this.size === this.capacity) return this.refusal;
    this.push(value);
    return "kept";
  }

  room(): boolean {
    return true;
  }
}
