/** Observables and observers, by shape: RxJS's, those of `Symbol.observable`, and the WICG's. */
import { isFunction, membersOf, shown } from "../../core/engine/arguments.ts";

/** Receives values, and at most once an error or the end. */
export interface ObserverLike<in T> {
  /** Called with a value. */
  next(value: T): void;
  /** Called with an error, after which nothing follows. */
  error(error: unknown): void;
  /** Called at the end. */
  complete(): void;
}

/** An observable, by the member that is used. */
export interface ObservableLike<T> {
  /** Starts to notify the observer. May return a subscription that ends it, and may obey `options.signal`. */
  subscribe(observer: ObserverLike<T> | ((value: T) => void), options?: { readonly signal: AbortSignal }): unknown;
}

/**
 * The key under which an object offers its observable: the symbol where it exists, otherwise the name that RxJS uses.
 */
export function observableKey(): symbol | "@@observable" {
  return (Symbol as { observable?: symbol }).observable ?? "@@observable";
}

/** Returns the observable that an object is or offers. Throws a `TypeError` when there is none. */
export function observableOf<T>(given: ObservableLike<T>): ObservableLike<T> {
  const { [observableKey()]: give, "@@observable": named } = membersOf(given);
  const stand = give ?? named;
  const observable = typeof stand === "function" ? stand.call(given) : given;
  if (isFunction(membersOf(observable).subscribe)) return observable;
  throw new TypeError(`observable must have subscribe(), not be ${shown(given)}`);
}
