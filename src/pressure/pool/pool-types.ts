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
   * How many items are in work at once: a positive integer, `Infinity`, or a `Governor`, whose budget others may share.
   * Default 1.
   */
  readonly concurrency?: number | Governor | undefined;
  /** How many items may be queued beyond those: an integer of at least 0, or `Infinity`. Default 0. */
  readonly capacity?: number | undefined;
}

/** What the worker of a pool is told about an item beside its value. */
export interface WorkContext {
  /** Aborted when the work is no longer wanted. Made on first use. */
  readonly signal: AbortSignal;
}

/** An item that a pool has accepted. */
export interface Accepted<R> {
  /** What the worker gives for it. It may be left alone: its rejection is not reported as unhandled. */
  readonly result: Promise<R>;
}

/** Counts of a pool. */
export interface PoolStats {
  /** Items in work. */
  readonly running: number;
  /** Items accepted that wait for a worker. */
  readonly queued: number;
  /** Calls of `add` and `run` whose items are not accepted yet. */
  readonly waiting: number;
  /** Items whose work succeeded. */
  readonly done: number;
  /** Items whose work failed. */
  readonly failed: number;
}

/** Workers with a bounded queue before them. */
export interface Pool<in A, out R> extends AsyncDisposable {
  /**
   * Resolves when the item is accepted: it has begun, or is queued. Waits while the queue is full, so that memory is
   * bounded whatever the caller does. The signal ends the waiting, and means nothing once the item is accepted.
   *
   * Rejects with `signal.reason` when aborted while it waits, with `ChannelClosedError`, whose `value` is the item, after
   * `close` or `cancel`, and with `OverflowError` while 65,536 wait already: then it was not awaited.
   */
  readonly add: (item: A, options?: WaitOptions) => Promise<Accepted<R>>;
  /**
   * Adds the item and gives its result. The signal counts to the end: an item that has not begun is withdrawn, the work
   * of one that has is aborted.
   *
   * Rejects as `add` does, and with what the work fails with.
   */
  readonly run: (item: A, options?: WaitOptions) => Promise<R>;
  /** Resolves as soon as nothing is running, queued or waiting. */
  drain(): Promise<void>;
  /** Accepts no more, and resolves when all that was added, those that wait included, has been worked on. */
  close(): Promise<void>;
  /**
   * Accepts no more, gives up what has not begun, aborts what runs, and resolves when all has settled. What is given up
   * rejects with `ChannelClosedError`: `value` is the item, `cause` the reason.
   */
  cancel(reason?: unknown): Promise<void>;
  /** A snapshot of the counts. */
  readonly stats: PoolStats;
  /** The same as `close()`. */
  [Symbol.asyncDispose](): Promise<void>;
}
