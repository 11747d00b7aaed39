/** What a stage does with each item. */
import type { ItemContext } from "../flow/types.ts";
import type { Governor } from "../sync/governor.ts";

/** No result for this item. */
export const NONE: unique symbol = Symbol("none");

/** What is done with the failure of an item. */
export type OnError<A> = (error: unknown, value: A) => unknown;

export interface Work<A, R, B> {
  readonly fn: (value: A, context: ItemContext) => R | PromiseLike<R>;
  /** The stage's result for an item, from that of the function. */
  readonly pick: (value: A, result: R) => B | typeof NONE;
  readonly onError: OnError<A> | undefined;
}

/** How many items are in work at once, and in which order their results come out. */
export interface Crowd {
  readonly concurrency: number | Governor;
  readonly ordered: boolean;
}
