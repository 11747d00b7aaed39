/** How what fails is tried again: the options, and what they mean. */
import { checkCount, checkFunction, checkOptions, shown, signalOf } from "../../core/engine/arguments.ts";
import { checkDuration } from "../../time/timers.ts";

/** How what fails is tried again. */
export interface RetryOptions {
  /** How often it is tried, the first time included: a positive integer or `Infinity`. Default 3. */
  readonly attempts?: number | undefined;
  /** How long to wait after the first failure, in milliseconds; twice as long after each further one. Default 100. */
  readonly delay?: number | undefined;
  /** The longest of these delays, in milliseconds, or `Infinity`. Default 30,000. */
  readonly maxDelay?: number | undefined;
  /**
   * What keeps many from coming back all at once. `"full"` (the default) waits a random part of each delay, `"none"` all
   * of it, a function what it makes of it.
   */
  readonly jitter?: "full" | "none" | ((ms: number) => number) | undefined;
  /** Whether to go on after that error; `attempt` (1, 2, …) is the one that failed. Default: always. */
  readonly when?: ((error: unknown, attempt: number) => boolean) | undefined;
  /** Ends it at once when it aborts, also while it waits; it then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** The same, checked. */
export interface Policy {
  readonly attempts: number;
  readonly delay: number;
  readonly maxDelay: number;
  readonly jitter: (ms: number) => number;
  readonly when: (error: unknown, attempt: number) => boolean;
  readonly signal: AbortSignal | undefined;
}

/** Throws a `TypeError` or `RangeError` that names the option. */
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
 * Gives the delay after the first failure, then that after the second one, …: without end. Exponential backoff with full
 * jitter (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export function delays({ delay, maxDelay, jitter }: Policy): () => number {
  let next = Math.min(delay, maxDelay);
  return () => {
    const ms = next;
    next = Math.min(next * 2, maxDelay, Number.MAX_VALUE); // a delay is finite, even if nobody lives to see its end
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
