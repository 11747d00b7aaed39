/**
 * What an attempt gives that never waits: a bare value, or one of two marks. So no object is made for a value that only
 * passes through; whoever hands it to a user makes the `{ done, value }`.
 */
import type { End, Got } from "./types.ts";

/** Nothing now. */
export const WAIT: unique symbol = Symbol("wait");
/** Nothing any more. */
export const END: unique symbol = Symbol("end");

export type Polled<T> = T | typeof WAIT | typeof END;

/** The same as users see it. */
export function resultOf<T>(polled: Polled<T>): Got<T> | End | undefined {
  if (polled === WAIT) return undefined;
  return polled === END ? ended() : { done: false, value: polled };
}

export function ended(): End {
  return { done: true, value: undefined };
}
