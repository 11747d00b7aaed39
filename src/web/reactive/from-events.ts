/** Events into a buffer. */
import { checkFunction, checkOptions, isFunction, membersOf, shown, signalOf } from "../../core/engine/arguments.ts";
import type { Buffer } from "../../core/types.ts";
import { pushSource } from "../../edges/inbound.ts";
import type { PushSource } from "../../edges/types.ts";

/** An `EventTarget`, by the members that are used, whatever types and events it declares. */
export interface EventTargetLike {
  /** Starts to listen. */
  addEventListener(type: never, listener: never): void;
  /** Stops. */
  removeEventListener(type: never, listener: never): void;
}

/** The event that a target gives for a type, as its `on…` property has it: `EventOf<HTMLElement, "click">`. */
export type EventOf<Target, Type extends string> = Target extends { [K in `on${Type}`]: infer Handler }
  ? NonNullable<Handler> extends (event: infer E) => unknown ? E : Event
  : Event;

/** Options of {@linkcode fromEvents}. */
export interface EventOptions<E, T = E> {
  /** A capacity, or what is to happen when events come faster than they are taken: `sliding(1)`, `unbounded()`. */
  readonly buffer: number | Buffer<NoInfer<T>> | Buffer<unknown>;
  /** Stops the listening when it aborts; receives then reject with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /** Makes a value of an event while it is dispatched; what it throws ends the source. Default: the event itself. */
  readonly map?: ((event: E) => T) | undefined;
}

/**
 * A receiver of the events of a type, from the call on. Leaving its loop, `cancel()`, `using` and an abort of the signal
 * remove the listener.
 *
 * An event cannot wait: when `buffer` is a capacity, or another buffer whose senders wait, or `strict`, and is full, the
 * source ends with an `OverflowError` after what is held. `sliding`, `dropping` and `conflating` drop, and count that in
 * `stats`. Throws a `TypeError` for wrong arguments, a missing buffer among them.
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
