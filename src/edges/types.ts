/// <reference lib="esnext.disposable" preserve="true" />
/** What a push source is: a receiver of what comes whether anybody waits for it or not. */
import type { ChannelStats, Receiver } from "../core/types.ts";

/**
 * A receiver of what cannot be made to wait: events, messages, the values of an observable. It listens from the call that
 * made it, and keeps in its buffer what nobody has taken yet.
 *
 * Its reader owns it: leaving a loop or a pipeline over it, `cancel()` and `using` stop the listening, and so does an
 * abort of its signal, after which receives reject with the reason. When a buffer is full that would have a sender wait,
 * or refuses the value as `strict` does, the source ends with an `OverflowError` after what is held.
 */
export interface PushSource<out T> extends Receiver<T>, Disposable {
  /** How many values came, were received and were dropped: a snapshot. */
  readonly stats: ChannelStats;
  /** The same as `cancel()`. */
  [Symbol.dispose](): void;
}

/** Who is told what comes: of each value, and at most once of the end or the error. */
export interface Observer<in A extends readonly unknown[]> {
  /** False: nothing more is wanted. */
  readonly next: (...given: A) => boolean;
  /** Any error counts, `undefined` too. */
  readonly error: (error: unknown) => void;
  readonly complete: () => void;
}

/** How a push source listens. */
export interface Listening<A extends readonly unknown[], T> {
  /** Stops the listening when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Makes a value of what comes; what it throws ends the source. */
  readonly map: (...given: A) => T;
  /** Starts to listen, and gives what stops it. May tell the observer of something before it returns. */
  readonly subscribe: (observer: Observer<A>) => () => void;
}
