/** Accepts a limiter or its options. */
import { membersOf, shown } from "../../core/engine/arguments.ts";
import { type RateLimiter, rateLimiter, type RateLimiterOptions } from "./rate-limiter.ts";

/** True for a limiter, by shape; anything else is taken for options. */
export function isLimiter(given: RateLimiterOptions | RateLimiter): given is RateLimiter {
  return typeof membersOf(given).retryAfter === "function";
}

/**
 * Returns the given limiter, or creates one from options. Throws for wrong options, and for a limiter whose `burst` is
 * below 1, which no call could pass.
 */
export function limiterOf(name: string, given: RateLimiterOptions | RateLimiter): RateLimiter {
  const limiter = isLimiter(given) ? given : made(name, given);
  if (limiter.burst < 1) throw new RangeError(`${name} must have a burst of at least 1, not ${limiter.burst}`);
  return limiter;
}

function made(name: string, options: RateLimiterOptions): RateLimiter {
  if (membersOf(options).limit !== undefined) return rateLimiter(options);
  throw new TypeError(`${name} must be a rate limiter, or options with a limit, not ${shown(options)}`);
}
