/**
 * The vocabulary of pools.
 *
 * @module
 */
/// <reference lib="esnext.disposable" preserve="true" />
import type { WaitOptions } from "../../core/types.ts";
import type { Governor } from "../../sync/governor.ts";

/** Options of a pool. */
export interface PoolOptions {
  /**
   * How many items are processed at once: a positive integer, `Infinity`, or a `Governor`, whose budget others may
   * share. Default 1.
   */
  readonly concurrency?: number | Governor | undefined;
  /** How many items may be queued beyond those: an integer of at least 0, or `Infinity`. Default 0. */
  readonly capacity?: number | undefined;
}

/** The second argument of a worker. */
export interface WorkContext {
  /** Aborts when the work is no longer wanted. Created on first use. */
  readonly signal: AbortSignal;
}

/** An item that a pool has accepted. */
export interface Accepted<R> {
  /** The result of the worker. It need not be handled: its rejection is not reported as unhandled. */
  readonly result: Promise<R>;
}

/** Counts of a pool. */
export interface PoolStats {
  /** Items in process. */
  readonly running: number;
  /** Accepted items that wait for a worker. */
  readonly queued: number;
  /** Calls of `add` and `run` whose items are not accepted yet. */
  readonly waiting: number;
  /** Items whose work succeeded. */
  readonly done: number;
  /** Items whose work failed. */
  readonly failed: number;
}

/** Workers behind a bounded queue. */
export interface Pool<in A, out R> extends AsyncDisposable {
  /**
   * Resolves when the item is accepted: its work has begun, or it is queued. Waits while the queue is full, so that
   * memory is bounded. The signal cancels the wait; it has no effect once the item is accepted.
   *
   * Rejects with `signal.reason` when aborted while waiting, with `ChannelClosedError`, whose `value` is the item,
   * after `close` or `cancel`, and with `OverflowError` when 65,536 calls are already waiting, which usually means that
   * `add()` is not awaited.
   */
  readonly add: (item: A, options?: WaitOptions) => Promise<Accepted<R>>;
  /**
   * Adds the item and returns its result. The signal counts until the end: it withdraws an item whose work has not
   * begun, and aborts work that has.
   *
   * Rejects as `add` does, and with the error of the work.
   */
  readonly run: (item: A, options?: WaitOptions) => Promise<R>;
  /** Resolves as soon as no item is running, queued or waiting. */
  drain(): Promise<void>;
  /** Refuses further items. Resolves when the work on all earlier items has settled, including those that wait. */
  close(): Promise<void>;
  /**
   * Refuses further items, discards those whose work has not begun, aborts running work, and resolves when all has
   * settled. A discarded item rejects with `ChannelClosedError`: `value` is the item, `cause` the reason.
   */
  cancel(reason?: unknown): Promise<void>;
  /** A snapshot of the counts. */
  readonly stats: PoolStats;
  /** The same as `close()`. */
  [Symbol.asyncDispose](): Promise<void>;
}
