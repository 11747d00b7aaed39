/// <reference lib="esnext.disposable" preserve="true" />
/** The vocabulary of push sources: receivers of values that arrive whether or not they are awaited. */
import type { ChannelStats, Receiver } from "../core/types.ts";

/**
 * A receiver of values that cannot be made to wait: events, messages, the values of an observable. It listens from its
 * creation on, and its buffer keeps values that were not received yet.
 *
 * Leaving a loop or a pipeline over it, `cancel()` and `using` stop the listening. So does an abort of its signal,
 * after which receives reject with the reason. When a buffer whose senders would wait is full, or a `strict` one, the
 * source ends with an `OverflowError` after the held values.
 */
export interface PushSource<out T> extends Receiver<T>, Disposable {
  /** How many values arrived, were received and were dropped: a snapshot. */
  readonly stats: ChannelStats;
  /** The same as `cancel()`. */
  [Symbol.dispose](): void;
}

/** Receives the values, and at most once the end or an error. */
export interface Observer<in A extends readonly unknown[]> {
  /** Returns false when no more values are wanted. */
  readonly next: (...given: A) => boolean;
  /** Any error counts, including `undefined`. */
  readonly error: (error: unknown) => void;
  readonly complete: () => void;
}

/** How a push source listens. */
export interface Listening<A extends readonly unknown[], T> {
  /** Stops the listening when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Converts the arguments to a value. An error that it throws ends the source. */
  readonly map: (...given: A) => T;
  /** Starts to listen and returns a function that stops it. May call the observer before it returns. */
  readonly subscribe: (observer: Observer<A>) => () => void;
}
