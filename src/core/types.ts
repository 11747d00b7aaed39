/**
 * The vocabulary: what a channel, its two views, a buffer and a select case are.
 *
 * @module
 */
/// <reference lib="esnext.disposable" preserve="true" />

/** Options of an operation that may wait, or of something that goes on until it is ended. */
export interface WaitOptions {
  /**
   * Calls it off when it aborts. What waits is withdrawn and rejects with `signal.reason`; what goes on, such as a
   * subscription, a stream or the tasks of a group, is told to end. What has happened stays.
   */
  readonly signal?: AbortSignal | undefined;
}

/** What a select case gives when there is a value. */
export type Got<T> = { readonly done: false; readonly value: T };

/** What a select case gives when the channel is closed and drained. */
export type End = { readonly done: true; readonly value: undefined };

/**
 * The sending half of a channel (Go's `chan<- T`). Call its methods on it, as in `out.send(value)`: they do not work on
 * their own.
 *
 * @example
 * ```ts
 * import { channel, type Sender } from "sluice";
 *
 * async function produce(out: Sender<number>) {
 *   for (let i = 0; i < 3; i++) await out.send(i);
 *   out.close();
 * }
 *
 * const numbers = channel<number>();
 * produce(numbers);
 * for await (const n of numbers) console.log(n); // 0 1 2
 * ```
 */
export interface Sender<in T> {
  /**
   * Resolves when the value is accepted: it is in the buffer, in a receiver's hands, or was dropped by a buffer whose
   * policy says so. Waits while the channel is full, and with capacity 0 until a receiver takes the value.
   *
   * Whether it can be accepted at once is decided inside the call. Rejects with `ChannelClosedError` after `close` or
   * `cancel`, with `OverflowError` when a `strict` buffer is full or too many sends wait, with `signal.reason` when
   * aborted, and with what a function of the buffer throws.
   */
  readonly send: (value: T, options?: WaitOptions) => Promise<void>;
  /**
   * Sends each value in order, waiting only when there is no room, and resolves with how many were accepted. Does not
   * close the channel.
   *
   * Rejects as `send` does, with what the source throws, and with a `TypeError` for what cannot be iterated or is a
   * string. An empty source gives 0, also when the channel is closed. When it fails midway, what was accepted stays
   * accepted; a value that it had pulled but not placed goes to `onUndelivered`, uncounted; and the source is released
   * (`return()`). A sender without that hook, such as a `broadcast` or `topics`, loses that value; a `send` for each
   * leaves it with its caller.
   */
  readonly sendAll: (values: Iterable<T> | AsyncIterable<T>, options?: WaitOptions) => Promise<number>;
  /**
   * Sends without waiting: true when the value was accepted now. False when it was not (full, closed, or refused by a
   * full `dropping` or `strict` buffer): then it is still the caller's. Throws what a function of the buffer throws.
   */
  readonly trySend: (value: T) => boolean;
  /**
   * Ends the sending side. What was accepted, and what already waited, is still delivered; then receivers see the end,
   * or `error` if one is given (any value but `undefined`). Idempotent.
   */
  close(error?: unknown): void;
  /** True from the `close()` or `cancel()` call on: nothing more can be sent. It does not say that nothing is left. */
  readonly closed: boolean;
  /**
   * Aborted, with the reason, when the receiving side cancels: the producer is no longer wanted. Not aborted by
   * `close()`. Made on first use.
   */
  readonly signal: AbortSignal;
}

/**
 * The receiving half of a channel (Go's `<-chan T`). A `for await` loop over it takes values until it is closed and
 * drained; several loops share them; leaving one is harmless, but for that over a push source (`fromEvents`, say), which
 * its reader owns: leaving it ends it for all.
 *
 * @example
 * ```ts
 * import { channel, type Receiver } from "sluice";
 *
 * async function sum(numbers: Receiver<number>) {
 *   let total = 0;
 *   for await (const n of numbers) total += n;
 *   return total;
 * }
 *
 * const numbers = channel<number>(3);
 * await numbers.sendAll([1, 2, 3]);
 * numbers.close();
 * console.log(await sum(numbers)); // 6
 * ```
 */
export interface Receiver<out T> extends AsyncIterable<T> {
  /**
   * Takes the next value, waiting for one if need be: `{ done: false, value }`. When the channel is closed and drained:
   * `{ done: true, value: undefined }`, or a rejection with the error it was closed with. Rejects with `signal.reason`
   * when aborted.
   */
  receive(options?: WaitOptions): Promise<IteratorResult<T, undefined>>;
  /** What `receive` would give, if it need not wait; otherwise `undefined`. Throws the error of a drained channel. */
  tryReceive(): IteratorResult<T, undefined> | undefined;
  /**
   * Yields arrays of 1 to `max` values (default: no limit): all that can be had without waiting, those of waiting
   * senders included. The fast lane for hot loops. Leaving it leaves the channel open. Throws a `RangeError` unless
   * `max` is a positive integer or `Infinity`.
   */
  batches(max?: number): AsyncIterableIterator<T[]>;
  /**
   * The owning iterator: leaving its loop calls `cancel()`, and a pipeline over it that is left cancels with the reason.
   * Leaving a plain `for await` loop leaves the channel open.
   */
  consume(): AsyncIterableIterator<T>;
  /**
   * Ends the receiving side: nothing more is wanted. Closes the channel, rejects waiting senders, discards what is
   * buffered (each value to `onUndelivered`), ends waiting receivers, and aborts the sender's `signal` with the reason.
   * Idempotent.
   */
  cancel(reason?: unknown): void;
}

/**
 * A bounded channel: one object, whose two views `Sender` and `Receiver` are what functions take in their signatures.
 */
export interface Channel<in out T> extends Sender<T>, Receiver<T>, Disposable {
  /** Shown by errors, inspection and traces. */
  readonly name: string | undefined;
  /** How many values the buffer may hold: `Infinity` for `unbounded`, `conflating` and `sized`. */
  readonly capacity: number;
  /** How many values the buffer holds now. */
  readonly size: number;
  /** A snapshot of the counts. */
  readonly stats: ChannelStats;
  /** The same as `close()`. */
  [Symbol.dispose](): void;
  /** As for every receiver: arrays of all that can be had without waiting. */
  batches(max?: number): AsyncIterableIterator<T[], undefined, undefined>;
  /** As for every receiver: the iterator that owns the channel. */
  consume(): AsyncIterableIterator<T, undefined, undefined>;
  /**
   * Each loop takes values until the channel is closed and drained; several loops share them. Leaving one is harmless.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<T, undefined, undefined>;
}

/** Counts of a channel; always `sent = received + dropped + merged + size`. */
export interface ChannelStats {
  /** Values accepted, later dropped ones included. */
  readonly sent: number;
  /** Values handed to a receiver. */
  readonly received: number;
  /** Values accepted that no receiver will get. */
  readonly dropped: number;
  /** Values combined into another by a `conflating` buffer. */
  readonly merged: number;
  /** The highest `size` so far. */
  readonly peak: number;
  /** Sends that wait now; each waiting select case counts as one. */
  readonly waitingSenders: number;
  /** Receives that wait now; each waiting select case counts as one. */
  readonly waitingReceivers: number;
}

/** Options of a channel. */
export interface ChannelOptions<T> {
  /** Shown by errors, inspection and traces. */
  readonly name?: string | undefined;
  /**
   * Called once for every accepted value that no receiver will ever get. It runs after the change, may use the channel,
   * and what it throws is reported as an uncaught error, without harm to the channel.
   */
  readonly onUndelivered?: ((value: T) => void) | undefined;
  /**
   * How many sends may wait at once, waiting select cases included; one more rejects with `OverflowError`. It catches
   * the loop that forgot to await `send`. Default 65,536; `Infinity` is allowed.
   */
  readonly maxWaiting?: number | undefined;
}

/** What a buffer did with a value, see {@linkcode Buffer.offer}. */
export type Offered = "kept" | "wait" | "drop" | "merge" | "fail";

/**
 * What a channel does with values that no receiver waits for: the protocol behind every built-in buffer, open to your own.
 *
 * @example
 * ```ts
 * import { type Buffer, channel } from "sluice";
 *
 * /** Gives the newest value first. *\/
 * function stack<T>(capacity: number): Buffer<T> {
 *   const held: T[] = [];
 *   return {
 *     capacity,
 *     get size() {
 *       return held.length;
 *     },
 *     offer(value: T) {
 *       if (held.length === capacity) return "wait";
 *       held.push(value);
 *       return "kept";
 *     },
 *     take: () => held.pop() as T,
 *   };
 * }
 *
 * const undo = channel(stack<string>(100));
 * await undo.sendAll(["first", "second"]);
 * console.log(undo.tryReceive()?.value); // second
 * ```
 */
export interface Buffer<in out T> {
  /** How many values it may hold; `Infinity` when values do not count. */
  readonly capacity: number;
  /** How many values it holds. */
  readonly size: number;
  /**
   * Takes a value in, or says why not. `"kept"`: it is in. `"wait"`: full, the sender waits. `"drop"`: refused, and
   * lost by policy. `"merge"`: combined into one that was in. `"fail"`: full, and the send rejects with
   * `OverflowError`. A buffer that gives up an older value to make room passes it to `discard`.
   *
   * A buffer that may return `"wait"` below its capacity must have `room`. While a method of the buffer runs, its channel
   * is closed to it: operations on that channel throw or reject with a `TypeError`.
   */
  readonly offer: (value: T, discard: (older: T) => void) => Offered;
  /** Returns the next value, and takes it out: `size` must fall. Called only while `size > 0`. */
  readonly take: () => T;
  /** Would `offer` not say `"wait"`? Default: `size < capacity`. */
  readonly room?: ((value: T) => boolean) | undefined;
  /** Would `offer` neither keep nor merge a newcomer, whichever it is? Then `trySend` says no without asking it. */
  readonly refusesAll?: boolean | undefined;
}
