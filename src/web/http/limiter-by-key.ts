/** Who may ask how often, and how much of that is left. */
import { membersOf } from "../../core/engine/arguments.ts";
import type { RateLimiter } from "../../pressure/limit/rate-limiter.ts";

/** A limiter for each key. Holds: keys stand in the order in which they last asked. */
export class Allowances {
  private readonly make: () => RateLimiter;
  private readonly limiters = new Map<unknown, RateLimiter>();

  constructor(make: () => RateLimiter) {
    this.make = make;
  }

  /** The limiter of a key. */
  of(key: unknown): RateLimiter {
    const limiter = this.known(key);
    this.limiters.delete(key);
    this.limiters.set(key, limiter);
    this.forget(key);
    return limiter;
  }

  /** How many keys are known. */
  get size(): number {
    return this.limiters.size;
  }

  /**
   * The same response, or a copy if it cannot be changed, with the headers of draft-ietf-httpapi-ratelimit-headers. What
   * turns a request into a WebSocket stays as it is: 101, or nothing at all on Bun.
   *
   * By the key: its limiter may have been forgotten since the request came, and the key have a new one.
   */
  marked(response: Response, key: unknown): Response {
    const { status } = membersOf(response);
    if (!(typeof status === "number" && status >= 200)) return response;
    const limiter = this.known(key);
    const { limit, interval, burst } = limiter;
    const seconds = Math.ceil(Math.max(1, 1 / limit) * interval / 1000); // whole ones, in which at least one may pass
    const policy = `"default";q=${Math.max(1, Math.floor(limit * seconds * 1000 / interval))};w=${seconds}`;
    const state = `"default";r=${remaining(limiter)};t=${Math.ceil(limiter.retryAfter(burst) / 1000)}`;
    try {
      response.headers.set("RateLimit-Policy", policy);
      response.headers.set("RateLimit", state);
      return response;
    } catch { // what fetch() gave is not to be changed
      return this.marked(new Response(response.body, response), key);
    }
  }

  private known(key: unknown): RateLimiter {
    return this.limiters.get(key) ?? this.make();
  }

  /** Two at most, who have not asked for longest: so it keeps up with those that come, and nobody waits for it. */
  private forget(newest: unknown): void {
    for (let looks = 0; looks < 2; looks++) {
      const [oldest] = this.limiters; // there is one: the newest, if no other
      const [key, limiter] = oldest as [unknown, RateLimiter];
      if (key === newest || limiter.retryAfter(limiter.burst) > 0) return;
      this.limiters.delete(key);
    }
  }
}

/** How many could pass now. */
function remaining(limiter: RateLimiter): number {
  let [least, most] = [0, Math.floor(limiter.burst)];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (limiter.retryAfter(middle) === 0) least = middle;
    else most = middle - 1;
  }
  return least;
}
