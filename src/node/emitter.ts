/** An event of an emitter, into a buffer. */
import { checkFunction, checkOptions, membersOf, shown, signalOf } from "../core/engine/arguments.ts";
import type { Buffer, WaitOptions } from "../core/types.ts";
import { listenAll } from "../edges/listen-all.ts";
import { pushSource } from "../edges/inbound.ts";
import type { PushSource } from "../edges/types.ts";
import type { EmitterLike } from "./types.ts";

/** Options of {@linkcode fromEmitter}. */
export interface FromEmitterOptions<T, A extends readonly unknown[]> extends WaitOptions {
  /** How many values may be held, or a buffer that says what happens to more. */
  readonly buffer: number | Buffer<T>;
  /** Makes a value of what the event was emitted with. Default: the first of it. */
  readonly map?: ((...given: A) => T) | undefined;
}

/**
 * A receiver of what an emitter emits under one name: the first argument, or `map(...args)`.
 *
 * It listens from the call on, into the buffer that you choose, since an emitter cannot wait. A full buffer that would
 * have a sender wait ends it with an `OverflowError`, and so does a full `strict` one; every other policy drops, and
 * `stats` counts. An "error" event ends it with that error after what is held, unless errors are what was asked for. Its
 * reader owns it: leaving a loop over it, `cancel()`, `using` and an abort of `signal` take the listeners away; so does
 * an error, and what `map` throws is one. Throws a `TypeError` for wrong arguments, a missing buffer among them.
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

/** Adds a listener, and gives what removes it. */
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
