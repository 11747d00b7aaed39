/** Consecutive failed attempts, and whether another follows. */
import { isError } from "../../core/errors.ts";
import { retryAfterOf } from "./retry-after.ts";
import { delays, type Policy } from "./retry-options.ts";

/** How many earlier errors are kept, however many attempts there are. */
const REMEMBERED = 100;

export class Attempts {
  private readonly policy: Policy;
  private nextDelay: () => number;
  private count = 0;
  /** The newest errors. */
  private earlier: unknown[] = [];

  constructor(policy: Policy) {
    this.policy = policy;
    this.nextDelay = delays(policy);
  }

  /** The number of the next attempt. */
  get next(): number {
    return this.count + 1;
  }

  /** Records a failure. Returns the delay before the next attempt, or throws the error when no other follows. */
  failed(error: unknown): number {
    const { attempts, when } = this.policy;
    this.count++;
    if (this.count === attempts || !when(error, this.count)) throw withCause(error, this.earlier);
    this.earlier.push(error);
    if (this.earlier.length > REMEMBERED) this.earlier.shift();
    const delay = this.nextDelay();
    return retryAfterOf(error) ?? delay;
  }

  /** Records a success: the next failure counts as the first. */
  succeeded(): void {
    if (this.count === 0) return;
    this.count = 0;
    this.earlier = [];
    this.nextDelay = delays(this.policy);
  }
}

/** Returns the last error itself, with the earlier ones as its `cause` if it can have one. */
function withCause(error: unknown, earlier: readonly unknown[]): unknown {
  const others = [...new Set(earlier)].filter((one) => one !== error);
  if (others.length === 0 || !isError(error) || "cause" in error || !Object.isExtensible(error)) return error;
  const attempts = `${others.length} earlier ${others.length === 1 ? "attempt" : "attempts"} failed`;
  const cause = new AggregateError(others, attempts);
  return Object.defineProperty(error, "cause", { value: cause, writable: true, configurable: true });
}
