/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Governors: whatever makes a call wait until it may go on. The shape is that of TC39's concurrency-control proposal, so
 * that a semaphore, a rate limiter and a circuit breaker stand in for one another.
 *
 * `with` and `wrap` of every governor are built here, from its `acquire`.
 */
import {
  checkCount,
  checkFunction,
  checkOptions,
  isSignal,
  membersOf,
  shown,
  signalOf,
} from "../core/engine/arguments.ts";
import { report } from "../core/engine/hooks.ts";
import type { WaitOptions } from "../core/types.ts";
import { CallContext, type TaskContext } from "./task-context.ts";

/** Options of an `acquire`. */
export interface AcquireOptions extends WaitOptions {
  /** How much of what the governor gives out it takes: for a semaphore, that many permits. Default 1. */
  readonly weight?: number | undefined;
}

/**
 * The leave to go on, as long as it is held.
 *
 * @example
 * ```ts
 * import { type Permit, Semaphore } from "sluice";
 *
 * const connections = new Semaphore(2);
 * const permit: Permit = await connections.acquire();
 * console.log(connections.available); // 1
 * permit.release();
 * permit.release();
 * console.log(connections.available); // 2
 * ```
 */
export interface Permit extends Disposable {
  /**
   * Gives it back, once: later calls do nothing. A governor that learns from failures is told of one by `error`; nothing
   * (or `undefined`) is a success.
   */
  release(error?: unknown): void;
  /** The same as `release()`: `using permit = await governor.acquire()` holds it to the end of the block. */
  [Symbol.dispose](): void;
}

/**
 * Whatever makes a call wait until it may go on: a semaphore, a mutex, a rate limiter, a circuit breaker, or your own.
 * The shape of TC39's proposal for concurrency control (https://github.com/tc39/proposal-concurrency-control).
 *
 * @example
 * ```ts
 * import { type Governor, Semaphore } from "sluice";
 *
 * async function lengths(texts: string[], governor: Governor) {
 *   return await Promise.all(texts.map((text) => governor.with(() => text.length)));
 * }
 *
 * console.log(await lengths(["one", "three"], new Semaphore(1))); // [ 3, 5 ]
 * ```
 */
export interface Governor {
  /**
   * Waits for a permit, which its holder must release. Rejects with `signal.reason` when aborted while it waits, and
   * with a `TypeError` or `RangeError` for wrong options.
   */
  acquire(options?: AcquireOptions): Promise<Permit>;
  /**
   * Calls `fn` with a permit, and returns what `fn` returns. `fn` gets the `signal` of the call; without one, a signal
   * that never aborts. The permit is released when `fn` has settled, with the error if it failed; an abort of the call's
   * own `signal` is not a failure. `fn` is not called when the signal aborts before. The options are those of `acquire`.
   */
  with<R>(fn: (context: TaskContext) => R | PromiseLike<R>, options?: AcquireOptions): Promise<R>;
  /**
   * A function that does what `fn` does, each call with a permit of its own, as `with` does it. It waits with the
   * `signal` of its last argument, if that has one.
   */
  wrap<A extends unknown[], R>(fn: (...args: A) => R | PromiseLike<R>): (...args: A) => Promise<R>;
}

/** A weight that counts permits. Throws a `TypeError` or `RangeError` unless it is a positive safe integer. */
export function weightOf(options: Pick<AcquireOptions, "weight"> | undefined): number {
  checkOptions(options);
  const { weight = 1 } = options ?? {};
  checkWeight("options.weight", weight);
  return weight;
}

/** Throws unless it is a positive integer that can be counted: sums of greater ones are wrong, or `Infinity`. */
export function checkWeight(name: string, weight: number): void {
  checkCount(name, weight, 1, "refused");
  const { MAX_SAFE_INTEGER } = Number;
  if (weight > MAX_SAFE_INTEGER) throw new RangeError(`${name} must be at most ${MAX_SAFE_INTEGER}, not ${weight}`);
}

/** The part of a governor that the rest is built from. */
export type Acquirable = Pick<Governor, "acquire">;

/** `with` of a governor. Of a failure of `fn`, `failed` is told before those who wait for the permit get it. */
export async function withPermit<R>(
  governor: Acquirable,
  fn: (context: TaskContext) => R | PromiseLike<R>,
  options?: AcquireOptions,
  failed?: (error: unknown) => void,
): Promise<R> {
  checkFunction("fn", fn);
  const signal = signalOf(options);
  const permit = await governor.acquire(options);
  checkPermit(permit);
  return await holding(permit, fn, signal, failed);
}

/** Calls `fn`, and then releases the permit with the outcome. */
export async function holding<R>(
  permit: Permit,
  fn: (context: TaskContext) => R | PromiseLike<R>,
  signal: AbortSignal | undefined,
  failed?: (error: unknown) => void,
): Promise<R> {
  let result: R;
  try {
    if (signal?.aborted) throw signal.reason; // since the permit was granted
    result = await fn(new CallContext(signal));
  } catch (error) {
    const obeyed = signal?.aborted && Object.is(error, signal.reason);
    failed?.(error);
    if (obeyed) permit.release();
    else permit.release(error === undefined ? new Error("The call failed with undefined") : error);
    throw error;
  }
  conclude(permit, result);
  return result;
}

/** How a permit is told what the work gave. Shared by all copies and versions of the library. */
export const concluding: unique symbol = Symbol.for("sluice.concluding") as never;

/** Releases a permit after a success. A governor that learns from results sees this one. */
export function conclude(permit: Permit, result: unknown): void {
  const { [concluding]: told } = permit as Permit & { readonly [concluding]?: (result: unknown) => void };
  if (told === undefined) permit.release();
  else told.call(permit, result);
}

/**
 * What a governor is that does not bound how much runs at once, and so is no budget for a stage or a pool. Shared by all
 * copies and versions of the library.
 */
export const noBudget: unique symbol = Symbol.for("sluice.no-budget") as never;

/** Throws unless it is a positive whole number, `Infinity`, or a governor that bounds how much runs at once. */
export function checkConcurrency(given: unknown, name = "options.concurrency"): void {
  const { acquire, [noBudget]: what } = membersOf(given);
  if (what !== undefined) throw new TypeError(`${name} must bound how much runs at once, which a ${what} does not`);
  if (typeof acquire === "function") return;
  if (Object(given) !== given) return checkCount(name, given, 1, "allowed");
  throw new TypeError(`${name} must be a number, or a governor that has acquire(), not ${shown(given)}`);
}

/** Throws unless it is a permit: a governor may be anyone's. */
export function checkPermit(permit: unknown): void {
  if (typeof membersOf(permit).release === "function") return;
  throw new TypeError(`acquire() must resolve with a permit that has release(), not ${shown(permit)}`);
}

/** Releases a permit that came too late. Reports what fails: the caller has no one to reject. */
export function releaseUnused(permit: Permit): void {
  try {
    checkPermit(permit);
    permit.release();
  } catch (error) {
    report(error);
  }
}

/** `wrap` of a governor. */
export function wrapped<A extends unknown[], R>(
  governor: Pick<Governor, "with">,
  fn: (...args: A) => R | PromiseLike<R>,
): (...args: A) => Promise<R> {
  checkFunction("fn", fn);
  return function (this: unknown, ...args: A): Promise<R> {
    try {
      const { signal } = membersOf(args.at(-1)); // user code, if it has a getter
      return governor.with(() => fn.apply(this, args), isSignal(signal) ? { signal } : undefined);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}
