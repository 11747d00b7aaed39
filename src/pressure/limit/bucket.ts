/**
 * The token bucket behind a rate limiter, as the generic cell rate algorithm keeps it (GCRA, ITU-T I.371; ATM Forum
 * Traffic Management 4.0, the "virtual scheduling" form): instead of a level that is filled up again and again, the time
 * at which the bucket would have been empty to hold what it does.
 *
 * That time is counted in a unit of which a millisecond has `limit`, and a weight of 1 costs `interval`. So whole limits,
 * intervals and weights give whole numbers, and no rounding lets one too many through. Beyond whole limits there is
 * nothing to keep exact: it is counted in milliseconds then, so that nothing is infinite.
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
  /** How many units a millisecond has, and a weight of 1 costs. */
  private readonly rate: number;
  private readonly price: number;
  /** When the bucket was empty, if nobody came since. The whole state, but for holds. */
  private empty: number;
  /** Nothing passes before, in milliseconds. */
  private heldUntil = 0;
  /** What all those in line ask for together. */
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

  /** How many milliseconds until so much could pass behind those who wait. */
  waitFor(weight: number): number {
    const ahead = this.line.count > 0 ? this.asked : 0;
    return Math.max(0, Math.ceil(this.delay(ahead + weight)));
  }

  /** Nothing passes for so long, then one, and the rest at the rate. */
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
    if (this.line.count > 0) this.asked -= weight; // the first in line has it
  }

  /** The one who did not want it has left the line. */
  protected override untake(weight: number): void {
    this.empty -= this.cost(weight);
  }

  protected override permit(): Permit {
    return PASSED;
  }

  /** What `empty` is once so much has passed. A full bucket is filled no further. */
  private emptyAfter(weight: number, now: number): number {
    const cost = this.cost(weight);
    return Math.max(this.empty + cost, now * this.rate + (cost - this.cost(this.burst)));
  }

  /** Finite, so that what differs by it is a number. */
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

/** The permit of all who have passed: there is nothing to give back. */
const PASSED: Permit = /* @__PURE__ */ printed({ release: nothing, [dispose]: nothing }, "Permit", () => ["passed"]);
