/** The delays between attempts. */
import { counted, printed } from "../../core/engine/printed.ts";
import { delays, policyOf, type RetryOptions } from "./retry-options.ts";

/**
 * Creates an iterable of the delays, in milliseconds, between the attempts of a `retry` with these options: one fewer
 * than `attempts`. Each iteration draws new delays. Use it for loops of your own.
 *
 * Delay n is `min(maxDelay, delay * 2 ** (n - 1))`, and by default a random part of it: exponential backoff with full
 * jitter (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). Throws a `TypeError` or
 * `RangeError` for wrong options.
 *
 * @example
 * ```ts
 * import { backoff } from "sluice";
 *
 * console.log([...backoff({ attempts: 6, maxDelay: 1000, jitter: "none" })]); // [ 100, 200, 400, 800, 1000 ]
 * ```
 */
export function backoff(options?: Omit<RetryOptions, "when" | "signal">): Iterable<number> {
  const policy = policyOf(options);
  const backoff = {
    *[Symbol.iterator]() {
      const next = delays(policy);
      for (let attempt = 1; attempt < policy.attempts; attempt++) yield next();
    },
  };
  return printed(backoff, "Backoff", () => [counted(policy.attempts - 1, "delay")]);
}
