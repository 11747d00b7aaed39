/** Attempts that failed in a row, and whether there is to be another. */
import { isError } from "../../core/errors.ts";
import { retryAfterOf } from "./retry-after.ts";
import { delays, type Policy } from "./retry-options.ts";

/** How many earlier errors are remembered, however many attempts there are. */
const REMEMBERED = 100;

export class Attempts {
  private readonly policy: Policy;
  private nextDelay: () => number;
  private count = 0;
  /** The newest ones. */
  private earlier: unknown[] = [];

  constructor(policy: Policy) {
    this.policy = policy;
    this.nextDelay = delays(policy);
  }

  /** The number of the next one. */
  get next(): number {
    return this.count + 1;
  }

  /** One failed: gives how long to wait before the next one, or throws the error when there is to be none. */
  failed(error: unknown): number {
    const { attempts, when } = this.policy;
    this.count++;
    if (this.count === attempts || !when(error, this.count)) throw withCause(error, this.earlier);
    this.earlier.push(error);
    if (this.earlier.length > REMEMBERED) this.earlier.shift();
    const delay = this.nextDelay();
    return retryAfterOf(error) ?? delay;
  }

  /** One succeeded: what fails from now on is counted anew. */
  succeeded(): void {
    if (this.count === 0) return;
    this.count = 0;
    this.earlier = [];
    this.nextDelay = delays(this.policy);
  }
}

/** The last error itself, which tells of the earlier ones if it can. */
function withCause(error: unknown, earlier: readonly unknown[]): unknown {
  const others = [...new Set(earlier)].filter((one) => one !== error);
  if (others.length === 0 || !isError(error) || "cause" in error || !Object.isExtensible(error)) return error;
  const attempts = `${others.length} earlier ${others.length === 1 ? "attempt" : "attempts"} failed`;
  const cause = new AggregateError(others, attempts);
  return Object.defineProperty(error, "cause", { value: cause, writable: true, configurable: true });
}
