/** What a call is refused with. */
import { brand, checkedMessage, instancesOf } from "../../core/errors.ts";

/**
 * A call was not made because the circuit breaker is open. `retry` waits for as long as it says. Tell it by `name` or by
 * `instanceof`, which also know that of another copy of the library.
 *
 * @example
 * ```ts
 * import { circuitBreaker, type CircuitOpenError } from "sluice";
 *
 * const breaker = circuitBreaker({ failures: 1, cooldown: 60_000 });
 * await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
 * const error: CircuitOpenError = await breaker.acquire().catch((error) => error);
 * console.log(error.name, error.retryAfter > 59_000); // CircuitOpenError true
 * ```
 */
export class CircuitOpenError extends Error {
  /** Always `"CircuitOpenError"`. */
  override readonly name = "CircuitOpenError";
  /** In how many milliseconds a call may be made again, at the earliest. */
  readonly retryAfter: number;

  /** `message` says what was tried, a colon, and the state. */
  constructor(message: string, retryAfter: number) {
    super(checkedMessage(message));
    this.retryAfter = retryAfter;
    brand(this);
  }

  /** True for such an error of any copy of the library; a class that extends this one knows its own alone. */
  static override get [Symbol.hasInstance](): (given: unknown) => boolean {
    return instancesOf(this, CircuitOpenError, "CircuitOpenError");
  }
}
