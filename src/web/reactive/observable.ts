/** What observables and observers are, by shape: RxJS, `Symbol.observable` and the WICG's. */
import { isFunction, membersOf, shown } from "../../core/engine/arguments.ts";

/** Whoever is told of values, and at most once of the error or the end. */
export interface ObserverLike<in T> {
  /** A value. */
  next(value: T): void;
  /** It failed: nothing comes any more. */
  error(error: unknown): void;
  /** That was all. */
  complete(): void;
}

/** An observable, by the member that is used. */
export interface ObservableLike<T> {
  /** Begins to tell; may give a subscription to end it by, and may obey `options.signal`. */
  subscribe(observer: ObserverLike<T> | ((value: T) => void), options?: { readonly signal: AbortSignal }): unknown;
}

/** Under this key an object gives the observable that it stands for: where the symbol exists, or by RxJS's own name. */
export function observableKey(): symbol | "@@observable" {
  return (Symbol as { observable?: symbol }).observable ?? "@@observable";
}

/** The observable that an object is or stands for. Throws a `TypeError` when there is none. */
export function observableOf<T>(given: ObservableLike<T>): ObservableLike<T> {
  const { [observableKey()]: give, "@@observable": named } = membersOf(given);
  const stand = give ?? named;
  const observable = typeof stand === "function" ? stand.call(given) : given;
  if (isFunction(membersOf(observable).subscribe)) return observable;
  throw new TypeError(`observable must have subscribe(), not be ${shown(given)}`);
}
