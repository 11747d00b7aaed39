/** The request rate that a server accepts, learned from its refusals. */
import type { RateLimiter } from "../../pressure/limit/rate-limiter.ts";
import { saysOverload } from "../../pressure/response.ts";
import { retryAfterOf } from "../../pressure/retry/retry-after.ts";
import { Semaphore } from "../../sync/semaphore.ts";
import { sleep } from "../../time/sleep.ts";
import { Stopwatch } from "../../time/timers.ts";

/**
 * The gate that all requests pass. Before any refusal, it admits every request that has a place. A refusal with
 * `Retry-After` closes the gate for that time. Then requests pass at the rate that succeeded before the refusal. The
 * rate grows with each success, by a tenth and by one more in each second (additive increase, as in TCP's congestion
 * avoidance).
 *
 * Holds: at most `concurrency` requests have passed and not been answered.
 */
export class Pace {
  private readonly places: Semaphore;
  private readonly limiter: RateLimiter | undefined;
  private readonly clock = new Stopwatch();
  private readonly successes = new Successes();
  /** In requests per second. */
  private rate = Infinity;
  /**
   * No request passes before this time of the clock, in milliseconds: after a refusal (`heldUntil`) and by the rate
   * (`next`).
   */
  private heldUntil = 0;
  private next = 0;

  constructor(concurrency: number, limiter: RateLimiter | undefined) {
    this.places = new Semaphore(concurrency);
    this.limiter = limiter;
  }

  /** Makes the request in its turn, and learns from the answer. */
  async run(ask: () => Promise<Response>, signal: AbortSignal | undefined): Promise<Response> {
    const place = await this.places.acquire({ signal });
    try {
      await this.limiter?.acquire({ signal });
      await this.turn(signal);
      const start = this.clock.elapsed;
      this.successes.began(start);
      return await this.hear(ask, start);
    } finally {
      place.release();
    }
  }

  /** Some clients return a refusal, others throw it. */
  private async hear(ask: () => Promise<Response>, start: number): Promise<Response> {
    try {
      const response = await ask();
      if (saysOverload(response)) this.refused(start, retryAfterOf(response));
      else this.succeeded();
      return response;
    } catch (error) {
      if (saysOverload(error)) this.refused(start, retryAfterOf(error));
      throw error;
    }
  }

  private async turn(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const now = this.clock.elapsed;
      const start = Math.max(this.heldUntil, this.next);
      const spacing = 1000 / this.rate;
      if (start <= now) {
        this.next = Math.max(this.next, now - spacing / 2) + spacing; // a late timer does not lower the rate
        return;
      }
      await sleep(Math.ceil(start - now), { signal }); // the clock has whole milliseconds
    }
  }

  /** A refused request that began before the gate closed only lengthens the hold; the rate stays. */
  private refused(start: number, wait: number | undefined): void {
    if (wait === undefined) return;
    const until = this.clock.elapsed + wait;
    const isNew = start >= this.heldUntil;
    this.heldUntil = this.next = Math.max(this.heldUntil, until);
    this.limiter?.hold(wait);
    if (!isNew) return;
    this.rate = Math.max(1, Math.min(this.rate, this.successes.rate(until)));
    this.successes.restart(this.heldUntil);
  }

  private succeeded(): void {
    this.successes.add(this.clock.elapsed);
    this.rate += 0.1 + 1 / this.rate;
  }
}

/** How long successes are counted before a new period begins, in milliseconds. */
const PERIOD = 10_000;

/** The rate of recent successes, over this period and the one before. */
class Successes {
  private count = 0;
  private since = Infinity;
  private countBefore = 0;
  private sinceBefore = Infinity;

  /** The first request starts the clock. */
  began(now: number): void {
    if (this.since === Infinity) this.restart(now);
  }

  add(now: number): void {
    if (now - this.since > 2 * PERIOD) this.restart(now); // a pause does not show what would have succeeded
    else if (now - this.since > PERIOD) this.turn(now);
    this.count++;
  }

  /** Successes per second, if none is added before `until`. */
  rate(until: number): number {
    return (this.countBefore + this.count) * 1000 / Math.max(1, until - this.sinceBefore);
  }

  restart(now: number): void {
    this.count = this.countBefore = 0;
    this.since = this.sinceBefore = now;
  }

  private turn(now: number): void {
    this.countBefore = this.count;
    this.sinceBefore = this.since;
    this.count = 0;
    this.since = now;
  }
}
