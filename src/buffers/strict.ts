/** When full, refuses the new value with an error. */
import { checkCount } from "../core/engine/arguments.ts";
import type { Buffer } from "../core/types.ts";
import { Dropping } from "./dropping.ts";

/**
 * Creates a buffer that refuses values while it is full. The `send` rejects with `OverflowError`, which carries the
 * value; the channel stays open. It suits producers that must learn at once that they are too fast.
 *
 * `trySend` returns false. With capacity 0, a value is handed to a waiting receiver or refused.
 *
 * Throws a `TypeError` or `RangeError` unless `capacity` is an integer of at least 0.
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

class Strict<T> extends Dropping<T> {
  protected override get refusal(): "fail" {
    return "fail";
  }
}
