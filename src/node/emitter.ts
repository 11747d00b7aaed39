/** Receives the events of an emitter. */
import { checkFunction, checkOptions, membersOf, shown, signalOf } from "../core/engine/arguments.ts";
import type { Buffer, WaitOptions } from "../core/types.ts";
import { listenAll } from "../edges/listen-all.ts";
import { pushSource } from "../edges/inbound.ts";
import type { PushSource } from "../edges/types.ts";
import type { EmitterLike } from "./types.ts";

/** Options of {@linkcode fromEmitter}. */
export interface FromEmitterOptions<T, A extends readonly unknown[]> extends WaitOptions {
  /** How many values may be held, or a buffer that says what happens to further ones. */
  readonly buffer: number | Buffer<T>;
  /** Converts the arguments of the event to a value. Default: the first argument. */
  readonly map?: ((...given: A) => T) | undefined;
}

/**
 * Creates a receiver of one event of an emitter. Its values are the first argument of the event, or `map(...args)`.
 *
 * It listens from the call on and puts values into `buffer`, because an emitter cannot wait. A full buffer whose
 * senders would wait ends the receiver with an `OverflowError`, as does a full `strict` one; with any other policy
 * values are dropped, and `stats` counts them. An "error" event ends the receiver with that error after the held
 * values, unless `event` is "error".
 *
 * Leaving a loop over it, `cancel()`, `using` and an abort of `signal` remove the listeners. So does an error,
 * including one that `map` throws. Throws a `TypeError` for wrong arguments, including a missing buffer.
 *
 * @example
 * ```ts
 * import { EventEmitter } from "node:events";
 * import { sliding } from "sluice";
 * import { fromEmitter } from "sluice/node";
 *
 * const thermometer = new EventEmitter();
 * const readings = fromEmitter<number>(thermometer, "reading", { buffer: sliding(2) });
 * for (const degrees of [19, 20, 21]) thermometer.emit("reading", degrees);
 * for await (const degrees of readings) {
 *   console.log(degrees); // 20 21
 *   if (degrees === 21) break;
 * }
 * console.log(readings.stats.dropped, thermometer.listenerCount("reading")); // 1 0
 * ```
 */
export function fromEmitter<T = unknown, A extends readonly unknown[] = readonly unknown[]>(
  emitter: EmitterLike,
  event: string | symbol,
  options: FromEmitterOptions<T, A>,
): PushSource<T> {
  checkEmitter("emitter", emitter);
  if (typeof event !== "string" && typeof event !== "symbol") {
    throw new TypeError(`event must be a string or a symbol, not ${shown(event)}`);
  }
  checkOptions(options);
  const { buffer, map = first<T> } = options ?? {};
  checkFunction("options.map", map);
  return pushSource<A, T>(buffer as number | Buffer<T>, {
    signal: signalOf(options),
    map: map as (...given: A) => T,
    subscribe: ({ next, error }) => {
      const values = () => listen(emitter, event, next);
      const errors = () => listen(emitter, "error", error);
      return listenAll(event === "error" ? [values] : [values, errors]);
    },
  }, "options.buffer");
}

/** Throws unless `given` is an emitter, by shape. */
export function checkEmitter(name: string, given: unknown): void {
  checkFunction(`${name}.on`, membersOf(given).on);
  checkFunction(`${name}.off`, membersOf(given).off);
}

/** Adds a listener and returns a function that removes it. */
export function listen<A extends readonly unknown[]>(
  emitter: EmitterLike,
  event: string | symbol,
  listener: (...given: A) => void,
): () => void {
  emitter.on(event, listener as (...given: readonly unknown[]) => void);
  return () => emitter.off(event, listener as (...given: readonly unknown[]) => void);
}

function first<T>(value: unknown): T {
  return value as T;
}
