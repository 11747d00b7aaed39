/** A number of permits, which bounds how many calls run at once. */
import { flush } from "../core/engine/hooks.ts";
import { checkCount, signalOf } from "../core/engine/arguments.ts";
import { printed } from "../core/engine/printed.ts";
import type { Case } from "../core/select-types.ts";
import type { Got } from "../core/types.ts";
import { Acquiring } from "./acquiring.ts";
import {
  type AcquireOptions,
  checkWeight,
  type Governor,
  type Permit,
  weightOf,
  withPermit,
  wrapped,
} from "./governor.ts";
import { Permits } from "./permits.ts";
import type { TaskContext } from "./task-context.ts";
import { acquired } from "./permit-queue.ts";

/**
 * A counting semaphore (Dijkstra, 1965) with weights, as Go's `semaphore.Weighted`. A call acquires some of its
 * permits, and waits while too few are free.
 *
 * Waiting calls are served strictly in order of arrival. A call that needs many permits delays the calls behind it, so
 * that small calls cannot starve it. With 0 permits the semaphore is shut, and every call waits for `resize`.
 *
 * @example
 * ```ts
 * import { Semaphore } from "sluice";
 *
 * const connections = new Semaphore(2);
 * const query = async (text: string) => await connections.with(() => text.length);
 * console.log(await Promise.all(["one", "three", "fifteen"].map(query))); // [ 3, 5, 7 ]
 * ```
 */
export class Semaphore implements Governor {
  static {
    printed(this.prototype, "Semaphore", (it) => it.permits.notes);
  }

  private readonly permits: Permits;

  /**
   * Creates a semaphore with `permits` permits. Throws a `TypeError` or `RangeError` unless `permits` is an integer of
   * at least 0, or `Infinity`.
   */
  constructor(permits: number) {
    checkCount("permits", permits, 0, "allowed");
    this.permits = new Permits(permits);
  }

  /**
   * How many permits could be acquired now. 0 while calls wait, because no call overtakes them, and while more permits
   * are held than exist, after `resize`.
   */
  get available(): number {
    return this.permits.available;
  }

  /**
   * Waits for `weight` permits (a positive integer, default 1), held until the returned permit is released. The call
   * decides synchronously whether it must wait.
   *
   * Rejects with `signal.reason` when aborted while waiting, with a `RangeError` when `weight` exceeds the number of
   * permits (unless that is 0), and with a `TypeError` or `RangeError` for wrong options.
   *
   * @example
   * ```ts
   * import { Semaphore } from "sluice";
   *
   * const megabytes = new Semaphore(100);
   * const permit = await megabytes.acquire({ weight: 60, signal: AbortSignal.timeout(1000) });
   * try {
   *   console.log(megabytes.available); // 40
   * } finally {
   *   permit.release();
   * }
   * ```
   */
  acquire(options?: AcquireOptions): Promise<Permit> {
    return acquired(() => {
      const [weight, signal] = [weightOf(options), signalOf(options)];
      if (!signal?.aborted) this.checkFits("options.weight", weight);
      return this.permits.acquire(weight, signal);
    });
  }

  /**
   * Acquires `weight` permits (a positive integer, default 1) without waiting, or returns `undefined` when that is not
   * possible now. It never overtakes waiting calls. Throws a `TypeError` or `RangeError` where `acquire` rejects with
   * one.
   *
   * @example
   * ```ts
   * import { Semaphore } from "sluice";
   *
   * const seats = new Semaphore(1);
   * console.log(seats.tryAcquire() !== undefined, seats.tryAcquire() !== undefined); // true false
   * ```
   */
  tryAcquire(weight: number = 1): Permit | undefined {
    checkWeight("weight", weight);
    this.checkFits("weight", weight);
    const permit = this.permits.attempt(weight);
    flush();
    return permit;
  }

  /**
   * Returns a `select` case that acquires `weight` permits (default 1). The case is ready when the permits are free,
   * and takes them when it is chosen; the hit's `value` is the permit. If another case is chosen, it has taken no
   * permit. Throws as `tryAcquire` does.
   *
   * @example
   * ```ts
   * import { after, select, Semaphore } from "sluice";
   *
   * const seats = new Semaphore(1);
   * const hit = await select({ seat: seats.acquiring(), late: after(1000) });
   * console.log(hit.key, seats.available); // seat 0
   * if (hit.key === "seat") hit.value.release();
   * ```
   */
  acquiring(options?: Pick<AcquireOptions, "weight">): Case<Got<Permit>> {
    const weight = weightOf(options);
    this.checkFits("options.weight", weight);
    return new Acquiring(this.permits, weight);
  }

  /**
   * Calls `fn` with `weight` permits (default 1) and returns the result of `fn`. The permits are released when `fn` has
   * settled. Rejects with the error of `fn`, with `signal.reason` when aborted before `fn` was called, and as `acquire`
   * does for wrong options.
   *
   * @example
   * ```ts
   * import { Semaphore } from "sluice";
   *
   * const seats = new Semaphore(1);
   * console.log(await seats.with(() => `${seats.available} left`), seats.available); // 0 left 1
   * ```
   */
  with<R>(fn: (context: TaskContext) => R | PromiseLike<R>, options?: AcquireOptions): Promise<R> {
    return withPermit(this, fn, options);
  }

  /**
   * Returns a function that calls `fn`, with one permit for each call. The wait for the permit obeys the `signal` of
   * the last argument, if that has one. Throws a `TypeError` when `fn` is not a function.
   *
   * @example
   * ```ts
   * import { Semaphore } from "sluice";
   *
   * const length = new Semaphore(2).wrap((text: string) => text.length);
   * console.log(await Promise.all(["one", "three", "fifteen"].map((text) => length(text)))); // [ 3, 5, 7 ]
   * ```
   */
  wrap<A extends unknown[], R>(fn: (...args: A) => R | PromiseLike<R>): (...args: A) => Promise<R> {
    return wrapped(this, fn);
  }

  /**
   * Changes the number of permits. Waiting calls that now fit are served. Held permits stay held. A call that waits for
   * more permits than exist keeps waiting, and delays the calls behind it.
   *
   * Throws a `TypeError` or `RangeError` unless `permits` is an integer of at least 0, or `Infinity`.
   *
   * @example
   * ```ts
   * import { Semaphore } from "sluice";
   *
   * const seats = new Semaphore(0);
   * const seat = seats.acquire();
   * seats.resize(2);
   * await seat;
   * console.log(seats.available); // 1
   * ```
   */
  resize(permits: number): void {
    checkCount("permits", permits, 0, "allowed");
    this.permits.resize(permits);
  }

  /** The largest number of permits that `resize` can set. */
  protected get most(): number {
    return Infinity;
  }

  /** A shut semaphore accepts calls that may fit once it is open. */
  private checkFits(name: string, weight: number): void {
    const { total } = this.permits;
    const [most, are] = total === 0 ? [this.most, "can be"] : [total, "are"];
    if (weight > most) throw new RangeError(`${name} must be at most ${most}, the permits there ${are}, not ${weight}`);
  }
}
