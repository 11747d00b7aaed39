/** The options of retries, and their meaning. */
import { checkCount, checkFunction, checkOptions, shown, signalOf } from "../../core/engine/arguments.ts";
import { checkDuration } from "../../time/timers.ts";

/** How failures are retried. */
export interface RetryOptions {
  /** The number of attempts, including the first: a positive integer or `Infinity`. Default 3. */
  readonly attempts?: number | undefined;
  /** The delay after the first failure, in milliseconds; it doubles after each further one. Default 100. */
  readonly delay?: number | undefined;
  /** The longest of these delays, in milliseconds, or `Infinity`. Default 30,000. */
  readonly maxDelay?: number | undefined;
  /**
   * Spreads the retries of many callers. `"full"` (the default) waits a random part of each delay, `"none"` all of it.
   * A function returns the delay to use.
   */
  readonly jitter?: "full" | "none" | ((ms: number) => number) | undefined;
  /** Whether to retry after an error; `attempt` (1, 2, …) is the one that failed. Default: always. */
  readonly when?: ((error: unknown, attempt: number) => boolean) | undefined;
  /** Ends the retries at once when it aborts, also during a delay; they reject with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** The checked options. */
export interface Policy {
  readonly attempts: number;
  readonly delay: number;
  readonly maxDelay: number;
  readonly jitter: (ms: number) => number;
  readonly when: (error: unknown, attempt: number) => boolean;
  readonly signal: AbortSignal | undefined;
}

/** Checks the options. Throws a `TypeError` or `RangeError` that names the option. */
export function policyOf(options: RetryOptions | undefined): Policy {
  checkOptions(options);
  const { attempts = 3, delay = 100, maxDelay = 30_000, jitter = "full", when = always } = options ?? {};
  checkCount("options.attempts", attempts, 1, "allowed");
  checkDuration("options.delay", delay, 0);
  if (maxDelay !== Infinity) checkDuration("options.maxDelay", maxDelay, 0);
  checkFunction("options.when", when);
  return { attempts, delay, maxDelay, jitter: jitterOf(jitter), when, signal: signalOf(options) };
}

/**
 * Returns a function that returns the delay after the first failure, then that after the second, and so on without end.
 * Exponential backoff with full jitter (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export function delays({ delay, maxDelay, jitter }: Policy): () => number {
  let next = Math.min(delay, maxDelay);
  return () => {
    const ms = next;
    next = Math.min(next * 2, maxDelay, Number.MAX_VALUE); // keeps the delay finite
    return jitter(ms);
  };
}

function jitterOf(jitter: unknown): (ms: number) => number {
  if (jitter === "full") return (ms) => Math.random() * ms;
  if (jitter === "none") return (ms) => ms;
  if (typeof jitter !== "function") {
    throw new TypeError(`options.jitter must be "full", "none" or a function, not ${shown(jitter)}`);
  }
  return (ms) => {
    const jittered = jitter(ms);
    checkDuration("what options.jitter returns", jittered, 0);
    return jittered;
  };
}

function always(): boolean {
  return true;
}
