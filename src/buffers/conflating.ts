/** A buffer with one slot for each key, which holds the newest value. */
import { checkFunction, checkOptions } from "../core/engine/arguments.ts";
import { filled, printed } from "../core/engine/printed.ts";
import { Ring } from "../core/engine/ring.ts";
import type { Buffer } from "../core/types.ts";

/** Options of a conflating buffer. */
export interface ConflatingOptions<T, K = unknown> {
  /**
   * Returns the key of a value. Values with the same key, as in a `Map`, share a slot. Default: all values share one
   * slot.
   */
  readonly keyOf?: ((value: T) => K) | undefined;
  /** Combines a held value with a newer one. Default: the newer value replaces the held one, which is dropped. */
  readonly merge?: ((held: T, newer: T) => T) | undefined;
}

/**
 * Creates a buffer with one slot for each key, in the order of the first arrival of each key. A newer value replaces
 * the held value of its key, which is dropped, or is merged with it. Senders never wait.
 *
 * The buffer grows with the number of keys it holds. It suits state: the latest position of each ship, the sum of the
 * changes of each counter.
 *
 * An error thrown by `keyOf` or `merge` rejects that `send`. Throws a `TypeError` when either is not a function.
 *
 * @example
 * ```ts
 * import { channel, conflating } from "sluice";
 *
 * const changes = channel<{ id: string; by: number }>(conflating({
 *   keyOf: (change) => change.id,
 *   merge: (held, newer) => ({ id: held.id, by: held.by + newer.by }),
 * }));
 * await changes.sendAll([{ id: "a", by: 1 }, { id: "b", by: 5 }, { id: "a", by: 2 }]);
 * console.log(changes.tryReceive()?.value, changes.stats.merged); // { id: "a", by: 3 } 1
 * ```
 */
export function conflating<T>(options?: ConflatingOptions<T>): Buffer<T> {
  checkOptions(options);
  const { keyOf = () => undefined, merge } = options ?? {};
  checkFunction("options.keyOf", keyOf);
  if (merge !== undefined) checkFunction("options.merge", merge);
  // A map alone is not enough: engines step over all deleted entries to find the first one.
  const slots = new Map<unknown, { readonly key: unknown; value: T }>();
  const line = new Ring<{ readonly key: unknown; value: T }>();
  const buffer: Buffer<T> = {
    capacity: Infinity,
    get size() {
      return line.size;
    },
    offer(value, discard) {
      const key = keyOf(value);
      for (;;) {
        const slot = slots.get(key);
        if (slot === undefined) {
          const fresh = { key, value };
          slots.set(key, fresh);
          line.push(fresh);
          return "kept";
        }
        const held = slot.value;
        const merged = merge === undefined ? value : merge(held, value);
        if (slots.get(key) !== slot || !Object.is(slot.value, held)) continue; // merge() used the buffer: look again
        slot.value = merged;
        if (merge !== undefined) return "merge";
        discard(held);
        return "kept";
      }
    },
    take() {
      const slot = line.shift();
      slots.delete(slot.key);
      return slot.value;
    },
    room: () => true,
  };
  return printed(buffer, "Buffer", filled);
}
