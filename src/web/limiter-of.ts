/** A limiter, or what one is made from. */
import { type RateLimiter, rateLimiter, type RateLimiterOptions } from "../pressure/rate-limiter.ts";

/** True for a limiter, by shape; anything else is taken for options. */
export function isLimiter(given: RateLimiterOptions | RateLimiter): given is RateLimiter {
  return typeof Object(given).tryAcquire === "function";
}

/** The limiter that was given, or a new one from the options. Throws for wrong ones, and for one that lets none pass. */
export function limiterOf(given: RateLimiterOptions | RateLimiter): RateLimiter {
  const limiter = isLimiter(given) ? given : rateLimiter(given);
  if (limiter.burst < 1) throw new RangeError(`options.limiter must have a burst of at least 1, not ${limiter.burst}`);
  return limiter;
}
