/** The rate limiter of each client, and the headers that tell how much of its rate is left. */
import { membersOf } from "../../core/engine/arguments.ts";
import type { RateLimiter } from "../../pressure/limit/rate-limiter.ts";

/** One limiter for each key. Holds: keys stand in the order of their last request. */
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

  /** The number of known keys. */
  get size(): number {
    return this.limiters.size;
  }

  /**
   * Adds the headers of draft-ietf-httpapi-ratelimit-headers to the response, or to a copy if it is immutable. An
   * upgrade to a WebSocket stays as it is: a response with status 101, or `undefined` on Bun.
   *
   * The limiter is looked up by key, because the first one may have been forgotten and replaced since the request came.
   */
  marked(response: Response, key: unknown): Response {
    const { status } = membersOf(response);
    if (!(typeof status === "number" && status >= 200)) return response;
    const limiter = this.known(key);
    const { limit, interval, burst } = limiter;
    // whole seconds, in which at least one request may pass
    const seconds = Math.ceil(Math.max(1, 1 / limit) * interval / 1000);
    const policy = `"default";q=${Math.max(1, Math.floor(limit * seconds * 1000 / interval))};w=${seconds}`;
    const state = `"default";r=${remaining(limiter)};t=${Math.ceil(limiter.retryAfter(burst) / 1000)}`;
    try {
      response.headers.set("RateLimit-Policy", policy);
      response.headers.set("RateLimit", state);
      return response;
    } catch { // a response of fetch() is immutable
      return this.marked(new Response(response.body, response), key);
    }
  }

  private known(key: unknown): RateLimiter {
    return this.limiters.get(key) ?? this.make();
  }

  /**
   * Forgets at most two of the keys with the oldest requests: that keeps up with new keys and never delays a request.
   */
  private forget(newest: unknown): void {
    for (let looks = 0; looks < 2; looks++) {
      const [oldest] = this.limiters; // exists: the newest key, if no other
      const [key, limiter] = oldest as [unknown, RateLimiter];
      if (key === newest || limiter.retryAfter(limiter.burst) > 0) return;
      this.limiters.delete(key);
    }
  }
}

/** How many requests could pass now. */
function remaining(limiter: RateLimiter): number {
  let [least, most] = [0, Math.floor(limiter.burst)];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (limiter.retryAfter(middle) === 0) least = middle;
    else most = middle - 1;
  }
  return least;
}
