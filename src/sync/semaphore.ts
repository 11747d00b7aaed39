/** A number of permits, for whatever only so many may do at once. */
import { tidy } from "../core/engine/hooks.ts";
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
 * A number of permits: who wants to go on takes some, and waits while there are too few. A counting semaphore (Dijkstra,
 * 1965) with weights, as Go's `semaphore.Weighted` has them.
 *
 * Those who wait are served strictly first come, first served: one who asks for many holds those behind back, so that
 * many small ones cannot starve it. With 0 permits it is shut, and everyone waits for `resize`.
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
   * `permits` is how many there are: an integer of at least 0, or `Infinity`; anything else throws a `TypeError` or
   * `RangeError`.
   */
  constructor(permits: number) {
    checkCount("permits", permits, 0, "allowed");
    this.permits = new Permits(permits);
  }

  /**
   * How many permits could be acquired now. 0 while others wait, since nobody overtakes them, and while more are held
   * than there are, after `resize`.
   */
  get available(): number {
    return this.permits.available;
  }

  /**
   * Waits for `weight` permits (a positive integer, default 1), held until the result is released. Whether it must wait
   * is decided inside the call.
   *
   * Rejects with `signal.reason` when aborted while it waits, with a `RangeError` when it asks for more permits than
   * there are (unless there are 0), and with a `TypeError` or `RangeError` for wrong options.
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
   * `weight` permits (a positive integer, default 1) without waiting, or `undefined` when that is not possible now; it
   * never overtakes those who wait. Throws a `TypeError` or `RangeError` as `acquire` rejects with one.
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
    tidy();
    return permit;
  }

  /**
   * A `select` case that acquires `weight` permits (default 1): it is ready when they can be had, and then takes them;
   * the hit's `value` is the permit. If another case happens, it has taken none. Throws as `tryAcquire` does.
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
   * Calls `fn` with `weight` permits (default 1), and gives what `fn` gives; they are released when `fn` has settled.
   * Rejects with what `fn` fails with, with `signal.reason` when aborted before `fn` was called, and as `acquire` does
   * for wrong options.
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
   * A function that does what `fn` does, of which only so many calls run at once. A call waits with the `signal` of its
   * last argument, if that has one. Throws a `TypeError` when `fn` is no function.
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
   * Changes how many permits there are: an integer of at least 0, or `Infinity`; anything else throws a `TypeError` or
   * `RangeError`. Those who wait and fit now are served. What is held stays held; one who waits for more than there are
   * waits on, and holds those behind back.
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

  /** How many permits there can be, whatever `resize` is asked for. */
  protected get most(): number {
    return Infinity;
  }

  /** A shut semaphore lets those wait who may fit once it is open. */
  private checkFits(name: string, weight: number): void {
    const { total } = this.permits;
    const [most, are] = total === 0 ? [this.most, "can be"] : [total, "are"];
    if (weight > most) throw new RangeError(`${name} must be at most ${most}, the permits there ${are}, not ${weight}`);
  }
}
