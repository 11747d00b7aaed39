/** A limiter, or what one is made from. */
import { type RateLimiter, rateLimiter, type RateLimiterOptions } from "../pressure/rate-limiter.ts";

/** True for a limiter, by shape; anything else is taken for options. */
export function isLimiter(given: RateLimiterOptions | RateLimiter): given is RateLimiter {
  return typeof Object(given).tryAcquire === "function";
}

/** The limiter that was given, or a new one from the options. Throws for wrong ones. */
export function limiterOf(given: RateLimiterOptions | RateLimiter): RateLimiter {
  return isLimiter(given) ? given : rateLimiter(given);
}
