/** Receives the events of an event target. */
import { checkFunction, checkOptions, isFunction, membersOf, shown, signalOf } from "../../core/engine/arguments.ts";
import type { Buffer } from "../../core/types.ts";
import { pushSource } from "../../edges/inbound.ts";
import type { PushSource } from "../../edges/types.ts";

/** An `EventTarget`, by the members that are used, with any types and events. */
export interface EventTargetLike {
  /** Adds a listener. */
  addEventListener(type: never, listener: never): void;
  /** Removes a listener. */
  removeEventListener(type: never, listener: never): void;
}

/** The event class of a target's event type, read from its `on…` property: `EventOf<HTMLElement, "click">`. */
export type EventOf<Target, Type extends string> = Target extends { [K in `on${Type}`]: infer Handler }
  ? NonNullable<Handler> extends (event: infer E) => unknown ? E : Event
  : Event;

/** Options of {@linkcode fromEvents}. */
export interface EventOptions<E, T = E> {
  /**
   * A capacity, or a buffer that says what happens when events arrive faster than they are received: `sliding(1)`,
   * `unbounded()`.
   */
  readonly buffer: number | Buffer<NoInfer<T>> | Buffer<unknown>;
  /** Removes the listener when it aborts; receives then reject with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Converts an event to a value during its dispatch. An error that it throws ends the source. Default: the event
   * itself.
   */
  readonly map?: ((event: E) => T) | undefined;
}

/**
 * Creates a receiver of the events of one type, starting with the call. Leaving its loop, `cancel()`, `using` and an
 * abort of the signal remove the listener.
 *
 * An event cannot wait. When a buffer whose senders would wait is full, such as a plain capacity, or a `strict` one,
 * the source ends with an `OverflowError` after the held values. `sliding`, `dropping` and `conflating` drop values and
 * count them in `stats`. Throws a `TypeError` for wrong arguments, including a missing buffer.
 *
 * @example
 * ```ts
 * import { sliding } from "sluice";
 * import { fromEvents } from "sluice/web";
 *
 * const target = new EventTarget();
 * const pings = fromEvents(target, "ping", { buffer: sliding(10), map: (event) => event.type });
 * target.dispatchEvent(new Event("ping"));
 * target.dispatchEvent(new Event("ping"));
 * console.log(pings.stats.sent); // 2
 * for await (const ping of pings) {
 *   console.log(ping); // ping
 *   break; // no longer listens
 * }
 * ```
 */
export function fromEvents<Target extends EventTargetLike, Type extends string, T>(
  target: Target,
  type: Type,
  options: EventOptions<EventOf<Target, Type>, T> & { readonly map: (event: EventOf<Target, Type>) => T },
): PushSource<T>;
/** The same, with the events themselves as values. */
export function fromEvents<Target extends EventTargetLike, Type extends string>(
  target: Target,
  type: Type,
  options: EventOptions<EventOf<Target, Type>>,
): PushSource<EventOf<Target, Type>>;
export function fromEvents<E, T>(target: EventTargetLike, type: string, options: EventOptions<E, T>): PushSource<T> {
  const { addEventListener, removeEventListener } = membersOf(target);
  if (!isFunction(addEventListener) || !isFunction(removeEventListener)) {
    throw new TypeError(`target must be an EventTarget, not ${shown(target)}`);
  }
  if (typeof type !== "string") throw new TypeError(`type must be a string, not ${shown(type)}`);
  checkOptions(options);
  const signal = signalOf(options);
  const { buffer, map = itself } = options ?? {};
  checkFunction("options.map", map);
  return pushSource(buffer as number | Buffer<T>, {
    signal,
    map: map as (event: E) => T,
    subscribe: ({ next }) => {
      target.addEventListener(type as never, next as never);
      return () => target.removeEventListener(type as never, next as never);
    },
  }, "options.buffer");
}

function itself<T>(value: T): T {
  return value;
}
