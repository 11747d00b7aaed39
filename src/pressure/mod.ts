/**
 * What to do when it is too much.
 *
 * @module
 */
export { backoff } from "./backoff.ts";
export { type CircuitBreaker, circuitBreaker, type CircuitBreakerOptions } from "./circuit-breaker.ts";
export { CircuitOpenError } from "./circuit-open-error.ts";
export type { CircuitState } from "./circuit-state.ts";
export { type Elastic, elastic, type ElasticOptions } from "./elastic.ts";
export { type Accepted, type Pool, pool, type PoolOptions, type PoolStats, type WorkContext } from "./pool.ts";
export { type RateLimiter, rateLimiter, type RateLimiterOptions } from "./rate-limiter.ts";
export { restarting } from "./restarting.ts";
export { type AttemptContext, retry } from "./retry.ts";
export type { RetryOptions } from "./retry-options.ts";
export { throttle } from "./throttle.ts";
