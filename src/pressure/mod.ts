/**
 * What to do when it is too much.
 *
 * @module
 */
export { type RateLimiter, rateLimiter, type RateLimiterOptions } from "./rate-limiter.ts";
export { throttle } from "./throttle.ts";
