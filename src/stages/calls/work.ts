/** What a stage does with each item. */
import type { ItemContext } from "../../flow/types.ts";
import type { Governor } from "../../sync/governor.ts";

/** No result for this item. */
export const NONE: unique symbol = Symbol("none");

/** The function called with each item. */
export type WorkFunction<A, R> = (value: A, context: ItemContext) => R | PromiseLike<R>;

/** The function called with the failure of an item. */
export type OnError<A> = (error: unknown, value: A) => unknown;

export interface Work<A, R, B> {
  readonly fn: WorkFunction<A, R>;
  /** The stage's result for an item, from the function's result. */
  readonly pick: (value: A, result: R) => B | typeof NONE;
  readonly onError: OnError<A> | undefined;
}

/** The most common ways to pick. */
export const theResult = <R>(_: unknown, result: R): R => result;
export const theValue = <A>(value: A): A => value;

/** How many items are in work at once, and the order of their results. */
export interface Crowd {
  readonly concurrency: number | Governor;
  readonly ordered: boolean;
}
