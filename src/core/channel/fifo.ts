/** The plain bounded buffer: first in, first out; senders wait while it is full. */
import { checkCount } from "../engine/arguments.ts";
import { filled, printed } from "../engine/printed.ts";
import { Ring } from "../engine/ring.ts";
import type { Buffer, Offered } from "../types.ts";

/**
 * A buffer of `capacity` values, first in, first out; senders wait while it is full. `channel(16)` is short for
 * `channel(fifo(16))`. Memory follows what it holds, not the capacity.
 *
 * Throws a `TypeError` or `RangeError` unless `capacity` is an integer of at least 0; for no bound use `unbounded()`.
 *
 * @example
 * ```ts
 * import { channel, fifo } from "sluice";
 *
 * const lines = channel(fifo<string>(2));
 * console.log(lines.trySend("a"), lines.trySend("b"), lines.trySend("c")); // true true false
 * ```
 */
export function fifo<T>(capacity: number): Buffer<T> {
  checkCount("capacity", capacity, 0, "use unbounded()");
  return new Fifo(capacity);
}

/** A class, since a channel makes one for each plain number: the shape that is fastest and smallest. */
export class Fifo<T> extends Ring<T> implements Buffer<T> {
  static {
    printed(this.prototype, "Buffer", filled);
  }

  readonly capacity: number;

  constructor(capacity: number) {
    super();
    this.capacity = capacity;
  }

  get refusesAll(): boolean {
    return this.tail - this.head >= this.capacity;
  }

  offer(value: T, _discard?: (older: T) => void): Offered {
    if (this.tail - this.head >= this.capacity) return "wait";
    this.push(value);
    return "kept";
  }

  take(): T {
    return this.shift();
  }
}

/** True for a buffer whose `offer` keeps a value or returns "wait", and calls no user code. */
export function isPlain<T>(buffer: Buffer<T>): boolean {
  return buffer.offer === Fifo.prototype.offer;
}
