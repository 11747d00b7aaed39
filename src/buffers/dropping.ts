/** Full: the newcomer goes, lost (`dropping`) or handed back (`strict`). */
import { checkCount } from "../core/engine/arguments.ts";
import { Fifo } from "../core/channel/fifo.ts";
import type { Buffer, Offered } from "../core/types.ts";

/**
 * A buffer of the oldest `capacity` values: when it is full the newcomer goes, and senders never wait. For work that is
 * not worth queueing: samples, hints, log lines.
 *
 * A value that goes is counted in `stats.dropped` and passed to `onUndelivered`; its `send` resolves, while `trySend`
 * says false and leaves it to the caller, uncounted. With capacity 0 it keeps nothing: a value is handed to a waiting
 * receiver or goes. Throws a `TypeError` or `RangeError` unless `capacity` is an integer of at least 0.
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

/**
 * A buffer that refuses what has no room: the `send` rejects with `OverflowError`, which carries the value, and the
 * channel goes on. For producers that must learn at once that they are too fast.
 *
 * `trySend` says false. With capacity 0 a value is handed to a waiting receiver or refused. Throws a `TypeError` or
 * `RangeError` unless `capacity` is an integer of at least 0.
 *
 * @example
 * ```ts
 * import { channel, strict } from "sluice";
 *
 * const readings = channel<number>(strict(1));
 * await readings.send(20);
 * const error = await readings.send(21).catch((error) => error);
 * console.log(error.name, error.value); // OverflowError 21
 * ```
 */
export function strict<T>(capacity: number): Buffer<T> {
  checkCount("capacity", capacity, 0, "use unbounded()");
  return new Strict(capacity);
}

class Dropping<T> extends Fifo<T> {
  /** No field: a fifth one JavaScriptCore would keep in an array apart (more than half of `dropping:16` on Bun). */
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

class Strict<T> extends Dropping<T> {
  protected override get refusal(): "fail" {
    return "fail";
  }
}
