/** How fast a server may be asked, found out from what it refuses. */
import type { RateLimiter } from "../pressure/rate-limiter.ts";
import { retryAfterOf } from "../pressure/retry-after.ts";
import { Semaphore } from "../sync/semaphore.ts";
import { sleep } from "../time/sleep.ts";

/** How long successes are counted, at most, to tell the rate that went well; in milliseconds. */
const MEMORY = 10_000;

/** True when the server says that it is too much. */
export function isRefusal({ status }: Response): boolean {
  return status === 429 || status === 503;
}

/**
 * The gate that all requests pass. Unless it was refused it lets all through that have a place. A refusal with
 * `Retry-After` closes it for so long; then they pass at the rate that went well before, which grows with each success, by
 * a tenth and one more in each second (additive increase, as in TCP's congestion avoidance).
 *
 * Holds: at most `concurrency` have passed and have no answer yet.
 */
export class Pace {
  private readonly places: Semaphore;
  private readonly limiter: RateLimiter | undefined;
  /** In requests a second. */
  private rate = Infinity;
  /** Nothing passes before, in milliseconds of the clock: by a refusal, and by the rate. */
  private heldUntil = 0;
  private next = 0;
  /** How many succeeded since when. */
  private passed = 0;
  private since = 0;

  constructor(concurrency: number, limiter: RateLimiter | undefined) {
    this.places = new Semaphore(concurrency);
    this.limiter = limiter;
  }

  /** Asks in its turn, and hears the answer. */
  async run(ask: () => Promise<Response>, signal: AbortSignal | undefined): Promise<Response> {
    const place = await this.places.acquire({ signal });
    try {
      await this.limiter?.acquire({ signal });
      await this.turn(signal);
      const start = globalThis.Date.now();
      if (this.since === 0) this.since = start;
      const response = await ask();
      this.hear(response, start);
      return response;
    } finally {
      place.release();
    }
  }

  private hear(response: Response, start: number): void {
    if (!isRefusal(response)) return this.succeeded();
    const wait = retryAfterOf(response);
    if (wait !== undefined) this.refused(start, wait);
  }

  private async turn(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const now = globalThis.Date.now();
      const start = Math.max(this.heldUntil, this.next);
      const spacing = 1000 / this.rate;
      if (start <= now) {
        this.next = Math.max(this.next, now - spacing / 2) + spacing; // a timer that is late does not lower the rate
        return;
      }
      await sleep(start - now, { signal });
    }
  }

  /** Those that began before the gate was closed tell nothing new but how long. */
  private refused(start: number, wait: number): void {
    const now = globalThis.Date.now();
    this.heldUntil = this.next = Math.max(this.heldUntil, now + wait);
    this.limiter?.hold(wait);
    if (start < this.since) return;
    const wentWell = this.passed * 1000 / Math.max(1, now - this.since + wait);
    this.rate = Math.max(1, Math.min(this.rate, wentWell));
    this.restart(this.heldUntil);
  }

  private succeeded(): void {
    const now = globalThis.Date.now();
    if (now - this.since > MEMORY) this.restart(now);
    this.passed++;
    this.rate += 0.1 + 1 / this.rate;
  }

  private restart(since: number): void {
    this.passed = 0;
    this.since = since;
  }
}
