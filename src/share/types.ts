/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The vocabulary of one to many: values that are sent once and received by each subscriber.
 *
 * @module
 */
import type { Buffer, Receiver, Sender, WaitOptions } from "../core/types.ts";

/** Options of {@linkcode broadcast}. */
export interface BroadcastOptions {
  /** How many of the last values a new subscriber receives first. Default 0. */
  readonly replay?: number | undefined;
  /**
   * What happens to a value while there is no subscriber: it is dropped (`"drop"`, the default), or its `send` waits
   * (`"wait"`). With `"wait"`, a send also waits for the next subscriber when all have left before one accepted its
   * value.
   */
  readonly whenNone?: "drop" | "wait" | undefined;
}

/**
 * A receiver of values sent to many. `cancel()` and `using` unsubscribe, as does leaving a loop or a pipeline over
 * `consume()`. A plain `for await` loop, or a pipeline over the subscription itself, can be left and resumed.
 */
export interface Subscription<out T> extends Receiver<T>, Disposable {
  /** How many values its own buffer has dropped; merged values do not count. */
  readonly lagged: number;
  /** The same as `cancel()`. */
  [Symbol.dispose](): void;
}

/** A sender whose values go to every subscriber. Created by {@linkcode broadcast}. */
export interface Broadcast<in out T> extends Sender<T>, Disposable {
  /**
   * Subscribes to every value from now on, and to those replayed.
   *
   * `buffer` bounds how far the subscription may fall behind, as in `channel`, and determines how a slow reader affects
   * the senders: with a capacity, 0 included, senders wait; `sliding` and `dropping` drop values. There is no default.
   * When the signal aborts, the subscription ends, and its receives reject with the reason. Throws a `TypeError` or
   * `RangeError` for wrong arguments, including a missing buffer.
   */
  readonly subscribe: (buffer: number | Buffer<T>, options?: WaitOptions) => Subscription<T>;
  /**
   * The number of current subscribers. A subscriber that has received its end, or whose buffer failed, no longer
   * counts.
   */
  readonly subscribers: number;
  /** The same as `close()`. */
  [Symbol.dispose](): void;
}

/** A value that notifies subscribers of its changes. Created by {@linkcode watch}. */
export interface Watch<in out T> extends Disposable {
  /** The current value, also after `close`. */
  readonly value: T;
  /** Whether the value is final. */
  readonly closed: boolean;
  /**
   * Changes the value. Setting the same value (`Object.is`) does nothing. Throws `ChannelClosedError` after `close`.
   */
  readonly set: (value: T) => void;
  /**
   * Sets the result of `fn`, which receives the current value. Throws a `TypeError` unless `fn` is a function,
   * `ChannelClosedError` after `close`, and what `fn` throws; the value then stays as it was.
   */
  readonly update: (fn: (value: T) => T) => void;
  /** Makes the value final: subscribers receive the end after it, or the error if one is given. Idempotent. */
  close(error?: unknown): void;
  /**
   * Subscribes to the current value, which is received first, and to its changes. The subscription always yields the
   * newest value and skips older ones, which `lagged` counts.
   *
   * When the signal aborts, the subscription ends, and its receives reject with the reason. Throws a `TypeError` for
   * wrong options.
   */
  subscribe(options?: WaitOptions): Subscription<T>;
  /** The same as `close()`. */
  [Symbol.dispose](): void;
}

/** A sender whose values go to the subscribers of their key. Created by {@linkcode topics}. */
export interface Topics<in out T, in K> extends Sender<T>, Disposable {
  /** Subscribes to every value of a key from now on. `buffer`, the signal and the errors are those of a broadcast. */
  readonly subscribe: (key: K, buffer: number | Buffer<T>, options?: WaitOptions) => Subscription<T>;
  /** The same as `close()`. */
  [Symbol.dispose](): void;
}
