/**
 * Limits for calls and retries after failures: what to do under overload.
 *
 * @module
 */
export { backoff } from "./retry/backoff.ts";
export { type CircuitBreaker, circuitBreaker, type CircuitBreakerOptions } from "./breaker/circuit-breaker.ts";
export { CircuitOpenError } from "./breaker/circuit-open-error.ts";
export type { CircuitState } from "./breaker/circuit-state.ts";
export { type Elastic, elastic, type ElasticOptions } from "./elastic/elastic.ts";
export { pool } from "./pool/pool.ts";
export type { Accepted, Pool, PoolOptions, PoolStats, WorkContext } from "./pool/pool-types.ts";
export { type RateLimiter, rateLimiter, type RateLimiterOptions } from "./limit/rate-limiter.ts";
export { restarting } from "./retry/restarting.ts";
export { type AttemptContext, retry } from "./retry/retry.ts";
export type { RetryOptions } from "./retry/retry-options.ts";
export { throttle } from "./limit/throttle.ts";
