/** The error of a refused call. */
import { brand, checkedMessage, instancesOf } from "../../core/errors.ts";

/**
 * A call was refused because the circuit breaker is open. `retry` waits for its `retryAfter`. Test for it by `name` or
 * by `instanceof`; both also recognise the error of another copy of the library.
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
  /** How many milliseconds to wait, at least, before the next call. */
  readonly retryAfter: number;

  /** Creates the error. `message` states the attempted operation, a colon, and the state. */
  constructor(message: string, retryAfter: number) {
    super(checkedMessage(message));
    this.retryAfter = retryAfter;
    brand(this);
  }

  /** True for this error of any copy of the library. A class that extends it recognises only its own instances. */
  static override get [Symbol.hasInstance](): (given: unknown) => boolean {
    return instancesOf(this, CircuitOpenError, "CircuitOpenError");
  }
}
