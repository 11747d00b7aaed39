/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Governors: objects that make a call wait until it may proceed. The interface is that of TC39's concurrency-control
 * proposal, so that a semaphore, a rate limiter and a circuit breaker are interchangeable.
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
  /** How much of the governor's resource to acquire; for a semaphore, the number of permits. Default 1. */
  readonly weight?: number | undefined;
}

/**
 * Permission to proceed, valid until it is released.
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
   * Releases the permit. Later calls do nothing. A governor that learns from failures takes `error` for the failure of
   * the call; without an argument, or with `undefined`, the call succeeded.
   */
  release(error?: unknown): void;
  /** The same as `release()`: `using permit = await governor.acquire()` holds the permit until the end of the block. */
  [Symbol.dispose](): void;
}

/**
 * An object that makes a call wait until it may proceed: a semaphore, a mutex, a rate limiter, a circuit breaker, or
 * your own. The interface of TC39's proposal for concurrency control
 * (https://github.com/tc39/proposal-concurrency-control).
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
   * Waits for a permit, which the caller must release. Rejects with `signal.reason` when aborted while waiting, and
   * with a `TypeError` or `RangeError` for wrong options.
   */
  acquire(options?: AcquireOptions): Promise<Permit>;
  /**
   * Calls `fn` with a permit and returns the result of `fn`. `fn` receives the `signal` of the call or, without one, a
   * signal that never aborts.
   *
   * The permit is released when `fn` has settled, with its error if it failed. An abort of the call's own `signal` is
   * not a failure. `fn` is not called when the signal aborts before. The options are those of `acquire`.
   */
  with<R>(fn: (context: TaskContext) => R | PromiseLike<R>, options?: AcquireOptions): Promise<R>;
  /**
   * Returns a function that calls `fn`, each call with a permit of its own, as in `with`. The wait for the permit obeys
   * the `signal` of the last argument, if that has one.
   */
  wrap<A extends unknown[], R>(fn: (...args: A) => R | PromiseLike<R>): (...args: A) => Promise<R>;
}

/**
 * Returns the weight, a number of permits. Throws a `TypeError` or `RangeError` unless it is a positive safe integer.
 */
export function weightOf(options: Pick<AcquireOptions, "weight"> | undefined): number {
  checkOptions(options);
  const { weight = 1 } = options ?? {};
  checkWeight("options.weight", weight);
  return weight;
}

/** Throws unless `weight` is a positive safe integer: sums of greater ones are wrong, or `Infinity`. */
export function checkWeight(name: string, weight: number): void {
  checkCount(name, weight, 1, "refused");
  const { MAX_SAFE_INTEGER } = Number;
  if (weight > MAX_SAFE_INTEGER) throw new RangeError(`${name} must be at most ${MAX_SAFE_INTEGER}, not ${weight}`);
}

/** The part of a governor from which the rest is built. */
export type Acquirable = Pick<Governor, "acquire">;

/**
 * Implements `with` of a governor. `failed` is called with an error of `fn` before the permit goes to a waiting call.
 */
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

/** Calls `fn`, then releases the permit with the outcome. */
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

/**
 * The key of a permit's method that receives the result of the call. All copies and versions of the library share it.
 */
export const concluding: unique symbol = Symbol.for("sluice.concluding") as never;

/** Releases a permit after a success. A governor that learns from results receives this one. */
export function conclude(permit: Permit, result: unknown): void {
  const { [concluding]: told } = permit as Permit & { readonly [concluding]?: (result: unknown) => void };
  if (told === undefined) permit.release();
  else told.call(permit, result);
}

/**
 * Marks a governor that does not bound how many calls run at once, and so is not a budget for a stage or a pool. All
 * copies and versions of the library share it.
 */
export const noBudget: unique symbol = Symbol.for("sluice.no-budget") as never;

/** Throws unless `given` is a positive integer, `Infinity`, or a governor that bounds how many calls run at once. */
export function checkConcurrency(given: unknown, name = "options.concurrency"): void {
  const { acquire, [noBudget]: what } = membersOf(given);
  if (what !== undefined) throw new TypeError(`${name} must bound how much runs at once, which a ${what} does not`);
  if (typeof acquire === "function") return;
  if (Object(given) !== given) return checkCount(name, given, 1, "allowed");
  throw new TypeError(`${name} must be a number, or a governor that has acquire(), not ${shown(given)}`);
}

/** Throws unless `permit` is a permit: the governor may be a user's. */
export function checkPermit(permit: unknown): void {
  if (typeof membersOf(permit).release === "function") return;
  throw new TypeError(`acquire() must resolve with a permit that has release(), not ${shown(permit)}`);
}

/** Releases a permit that was granted too late. Reports an error, because no caller is left to reject. */
export function releaseUnused(permit: Permit): void {
  try {
    checkPermit(permit);
    permit.release();
  } catch (error) {
    report(error);
  }
}

/** Implements `wrap` of a governor. */
export function wrapped<A extends unknown[], R>(
  governor: Pick<Governor, "with">,
  fn: (...args: A) => R | PromiseLike<R>,
): (...args: A) => Promise<R> {
  checkFunction("fn", fn);
  return function (this: unknown, ...args: A): Promise<R> {
    try {
      const { signal } = membersOf(args.at(-1)); // calls user code if `signal` is a getter
      return governor.with(() => fn.apply(this, args), isSignal(signal) ? { signal } : undefined);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}
