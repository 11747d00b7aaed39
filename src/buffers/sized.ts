/** A buffer bounded by the total size of its values, not by their number. */
import { checkFunction, shown } from "../core/engine/arguments.ts";
import { filled, printed } from "../core/engine/printed.ts";
import { Ring } from "../core/engine/ring.ts";
import type { Buffer } from "../core/types.ts";

/**
 * Creates a buffer bounded by the sum of the sizes of its values, in the unit of `sizeOf`, such as bytes. A value is
 * accepted when it fits, or when the buffer is empty: a value larger than `limit` passes alone. Otherwise senders wait,
 * in order.
 *
 * `sizeOf` is called when a value is offered; for a waiting value, it is called each time there may be room. It must
 * return a finite number of at least 0, and an error that it throws rejects that `send`. Values of size 0 fit unless a
 * value larger than `limit` is held.
 *
 * Throws a `TypeError` or `RangeError` unless `limit` is a finite number of at least 0 and `sizeOf` is a function.
 *
 * @example
 * ```ts
 * import { channel, sized } from "sluice";
 *
 * const chunks = channel(sized(1024, (chunk: Uint8Array) => chunk.byteLength));
 * console.log(chunks.trySend(new Uint8Array(1000)), chunks.trySend(new Uint8Array(100))); // true false
 * ```
 */
export function sized<T>(limit: number, sizeOf: (value: T) => number): Buffer<T> {
  if (typeof limit !== "number") throw new TypeError(`limit must be a number, not ${shown(limit)}`);
  if (!(limit >= 0 && limit < Infinity)) {
    const instead = limit === Infinity ? "; for no bound use unbounded()" : "";
    throw new RangeError(`limit must be a finite number of at least 0, not ${shown(limit)}${instead}`);
  }
  checkFunction("sizeOf", sizeOf);
  const held = new Ring<T>();
  const sizes = new Ring<number>();
  let sum = 0;
  const fits = (size: number) => held.size === 0 || sum + size <= limit;
  const buffer: Buffer<T> = {
    capacity: Infinity,
    get size() {
      return held.size;
    },
    offer(value) {
      const size = checkedSize(sizeOf(value));
      if (!fits(size)) return "wait";
      held.push(value);
      sizes.push(size);
      sum += size;
      return "kept";
    },
    take() {
      sum -= sizes.shift();
      if (sizes.size === 0) sum = 0; // removes the rounding error of fractions
      return held.shift();
    },
    room: (value) => fits(checkedSize(sizeOf(value))),
  };
  return printed(buffer, "Buffer", filled);
}

function checkedSize(size: number): number {
  if (typeof size === "number" && size >= 0 && size < Infinity) return size;
  throw new RangeError(`sizeOf must return a finite number of at least 0, not ${shown(size)}`);
}
