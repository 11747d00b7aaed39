/**
 * The token bucket of a rate limiter, kept as the generic cell rate algorithm (GCRA, ITU-T I.371; ATM Forum Traffic
 * Management 4.0, the "virtual scheduling" form). Instead of a level that is refilled, it stores the time at which the
 * bucket would have been empty to hold its present content.
 *
 * That time is counted in units: a millisecond has `limit` units, and a weight of 1 costs `interval` units. So integer
 * limits, intervals and weights give integers, and no rounding admits a call too many. For limits beyond the safe
 * integers nothing can be exact; the unit is then the millisecond, so that no value is infinite.
 */
import { dispose } from "../../core/engine/dispose.ts";
import type { Parked } from "../../core/waiting/wait-queue.ts";
import { printed } from "../../core/engine/printed.ts";
import type { Permit } from "../../sync/governor.ts";
import { TimedPermitQueue } from "../timed-permit-queue.ts";

export class Bucket extends TimedPermitQueue {
  readonly burst: number;
  readonly limit: number;
  readonly interval: number;
  /** The units in a millisecond, and the cost of a weight of 1. */
  private readonly rate: number;
  private readonly price: number;
  /** The time at which the bucket was empty, if no call came since. The whole state, except for holds. */
  private empty: number;
  /** No call passes before this time, in milliseconds. */
  private heldUntil = 0;
  /** The sum of the weights of the waiting calls. */
  private asked = 0;

  constructor(limit: number, interval: number, burst: number) {
    super();
    this.limit = limit;
    this.interval = interval;
    this.burst = burst;
    const exact = limit <= Number.MAX_SAFE_INTEGER;
    this.rate = exact ? limit : 1;
    this.price = exact ? interval : interval / limit;
    this.empty = -this.cost(burst);
  }

  /** How many milliseconds until `weight` could pass behind the waiting calls. */
  waitFor(weight: number): number {
    const ahead = this.line.count > 0 ? this.asked : 0;
    return Math.max(0, Math.ceil(this.delay(ahead + weight)));
  }

  /** Stops all calls for `ms`; then one passes, and the rest at the rate. */
  hold(ms: number): void {
    const until = this.clock.elapsed + ms;
    this.heldUntil = Math.max(this.heldUntil, until);
    this.empty = Math.max(this.empty, until * this.rate - this.cost(Math.min(1, this.burst)));
  }

  override left(wasFirst: boolean, weight: unknown): void {
    this.asked -= weight as number;
    super.left(wasFirst, weight);
  }

  protected override join(waiting: Parked, weight: number): void {
    super.join(waiting, weight);
    this.asked = this.line.count === 1 ? weight : this.asked + weight;
  }

  protected override take(weight: number): void {
    this.empty = this.emptyAfter(weight, this.clock.elapsed);
    if (this.line.count > 0) this.asked -= weight; // taken for the first call in line
  }

  /** The call that did not take the permit has left the queue. */
  protected override untake(weight: number): void {
    this.empty -= this.cost(weight);
  }

  protected override permit(): Permit {
    return PASSED;
  }

  /** The value of `empty` after `weight` has passed. A full bucket is not filled further. */
  private emptyAfter(weight: number, now: number): number {
    const cost = this.cost(weight);
    return Math.max(this.empty + cost, now * this.rate + (cost - this.cost(this.burst)));
  }

  /** Finite, so that a difference of costs is a number. */
  private cost(weight: number): number {
    return Math.min(weight * this.price, Number.MAX_VALUE);
  }

  protected override delay(weight: number): number {
    const now = this.clock.elapsed;
    const excess = this.emptyAfter(weight, now) - now * this.rate;
    return Math.max(excess / this.rate, this.heldUntil - now);
  }
}

function nothing(): void {}

/** The permit of every call that has passed. Releasing it does nothing. */
const PASSED: Permit = /* @__PURE__ */ printed({ release: nothing, [dispose]: nothing }, "Permit", () => ["passed"]);
