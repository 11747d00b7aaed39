/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The vocabulary of one to many: what is sent once and received by each.
 *
 * @module
 */
import type { Buffer, Receiver, Sender, WaitOptions } from "../core/types.ts";

/** Options of {@linkcode broadcast}. */
export interface BroadcastOptions {
  /** How many of the last values a newcomer gets first. Default 0. */
  readonly replay?: number | undefined;
  /**
   * What becomes of a value while there is no subscriber: it is dropped (`"drop"`, the default), or its `send` waits. With
   * `"wait"`, a send also waits for the next subscriber if all have left before one of them had accepted its value.
   */
  readonly whenNone?: "drop" | "wait" | undefined;
}

/**
 * A receiver of what is sent to many. It leaves by `cancel()`, `using`, or when a loop or a pipeline over `consume()` is
 * left; a plain `for await` loop, or a pipeline over itself, may be left and resumed.
 */
export interface Subscription<out T> extends Receiver<T>, Disposable {
  /** How many values its own buffer has given up; those that were merged do not count. */
  readonly lagged: number;
  /** The same as `cancel()`. */
  [Symbol.dispose](): void;
}

/** A sender whose values each subscriber gets. Made by {@linkcode broadcast}. */
export interface Broadcast<in out T> extends Sender<T>, Disposable {
  /**
   * A receiver of every value from now on, and of those to be replayed.
   *
   * `buffer` says how far it may fall behind, as in `channel`, and what a slow reader does to the senders: a capacity
   * (0, too) holds them back, `sliding` and `dropping` give values up. It has no default. When the signal aborts, the
   * subscription leaves, and its receives reject with the reason. Throws a `TypeError` or `RangeError` for wrong
   * arguments, a missing buffer included.
   */
  readonly subscribe: (buffer: number | Buffer<T>, options?: WaitOptions) => Subscription<T>;
  /** How many have come and not left. One that was given its end has left, and so has one whose buffer failed. */
  readonly subscribers: number;
  /** The same as `close()`. */
  [Symbol.dispose](): void;
}

/** A value that changes, and tells. Made by {@linkcode watch}. */
export interface Watch<in out T> extends Disposable {
  /** The current value, also after `close`. */
  readonly value: T;
  /** Whether the value is final. */
  readonly closed: boolean;
  /**
   * Changes the value; the same one (`Object.is`) tells nobody. Throws `ChannelClosedError` after `close`.
   */
  readonly set: (value: T) => void;
  /**
   * Sets what `fn` makes of the current value. Throws a `TypeError` unless `fn` is a function, `ChannelClosedError` after
   * `close`, and what `fn` throws, which changes nothing.
   */
  readonly update: (fn: (value: T) => T) => void;
  /** The value is final: subscribers see the end after it, or the error if one is given. Idempotent. */
  close(error?: unknown): void;
  /**
   * A receiver of the current value, at once, and from then on of the newest whenever it has changed. It skips what it
   * was too late for; its `lagged` counts that. When the signal aborts it leaves, and its receives reject with the
   * reason. Throws a `TypeError` for wrong options.
   */
  subscribe(options?: WaitOptions): Subscription<T>;
  /** The same as `close()`. */
  [Symbol.dispose](): void;
}

/** A sender whose values each subscriber of their key gets. Made by {@linkcode topics}. */
export interface Topics<in out T, in K> extends Sender<T>, Disposable {
  /**
   * A receiver of every value with that key from now on; `buffer`, the signal and what it throws are as for a broadcast.
   */
  readonly subscribe: (key: K, buffer: number | Buffer<T>, options?: WaitOptions) => Subscription<T>;
  /** The same as `close()`. */
  [Symbol.dispose](): void;
}
