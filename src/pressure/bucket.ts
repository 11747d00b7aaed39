/**
 * The token bucket behind a rate limiter, as the generic cell rate algorithm keeps it (GCRA, ITU-T I.371; ATM Forum
 * Traffic Management 4.0, the "virtual scheduling" form): instead of a level that is filled up again and again, the time
 * at which the bucket would be full.
 *
 * That time is counted in a unit of which a millisecond has `limit`, and a weight of 1 costs `interval`. So whole limits,
 * intervals and weights give whole numbers, and no rounding lets one too many through.
 */
import { dispose } from "../core/dispose.ts";
import type { Waiting } from "../core/line.ts";
import type { Permit } from "../sync/governor.ts";
import { TimedTurnstile } from "./timed-turnstile.ts";

export class Bucket extends TimedTurnstile {
  readonly burst: number;
  readonly limit: number;
  readonly interval: number;
  /** When the bucket would be full again, if nobody came. The whole state, but for holds. */
  private full = 0;
  /** Nothing passes before, in milliseconds. */
  private heldUntil = 0;
  /** What all those in line ask for together. */
  private asked = 0;

  constructor(limit: number, interval: number, burst: number) {
    super();
    this.limit = limit;
    this.interval = interval;
    this.burst = burst;
  }

  /** How many milliseconds until so much could pass behind those who wait. */
  waitFor(weight: number): number {
    const ahead = this.line.count > 0 ? this.asked : 0;
    return Math.max(0, Math.ceil(this.delay(ahead + weight)));
  }

  /** Nothing passes for so long, then one, and the rest at the rate. */
  hold(ms: number): void {
    const until = this.clock.now + ms;
    this.heldUntil = Math.max(this.heldUntil, until);
    this.full = Math.max(this.full, until * this.limit + Math.max(0, this.burst - 1) * this.interval);
  }

  override left(wasFirst: boolean, weight: unknown): void {
    this.asked -= weight as number;
    super.left(wasFirst, weight);
  }

  protected override join(waiting: Waiting, weight: number): void {
    super.join(waiting, weight);
    this.asked = this.line.count === 1 ? weight : this.asked + weight;
  }

  protected override take(weight: number): void {
    this.full = this.fullFrom(this.clock.now) + weight * this.interval;
    if (this.line.count > 0) this.asked -= weight; // the first in line has it
  }

  /** The one who did not want it has left the line. */
  protected override untake(weight: number): void {
    this.full -= weight * this.interval;
  }

  protected override permit(): Permit {
    return PASSED;
  }

  /** When the bucket would be full if nothing passed from now on. */
  private fullFrom(now: number): number {
    return Math.max(this.full, now * this.limit);
  }

  protected override delay(weight: number): number {
    const { now } = this.clock;
    const excess = this.fullFrom(now) + (weight - this.burst) * this.interval - now * this.limit;
    return Math.max(excess / this.limit, this.heldUntil - now);
  }
}

/** The permit of all who have passed: there is nothing to give back. */
const PASSED: Permit = { release: nothing, [dispose]: nothing };

function nothing(): void {}
