/** A stage that limits the rate of items. */
import { END, type Exit, type Failure, type Link, type Poll, rouse, Step, WAIT } from "../../flow/link.ts";
import { stage } from "../../flow/stage.ts";
import type { Stage } from "../../flow/types.ts";
import { limiterOf } from "./limiter-of.ts";
import type { RateLimiter, RateLimiterOptions } from "./rate-limiter.ts";

/**
 * Delays each item until a rate limiter lets it pass. No item is lost.
 *
 * From options it creates a limiter of its own, which all uses of the stage share. An item is pulled before it waits,
 * so that a slow source does not use up the rate. Throws a `TypeError` or `RangeError` as `rateLimiter` does, and for a
 * `burst` below 1, which no item could pass.
 *
 * @example
 * ```ts
 * import { pipeline, throttle } from "sluice";
 *
 * const flow = pipeline([1, 2, 3], throttle({ limit: 1, interval: 5 }));
 * const start = performance.now();
 * console.log(await flow.toArray(), performance.now() - start > 8); // [ 1, 2, 3 ] true
 * ```
 */
export function throttle<A>(limiter: RateLimiter | RateLimiterOptions): Stage<A, A> {
  const governor = limiterOf("limiter", limiter);
  return stage((up: Link<A>) => new Throttle(up, governor));
}

class Throttle<A> extends Step<A, A> {
  private readonly limiter: RateLimiter;
  /** The item that waits, if there is one. */
  private held: Poll<A> = WAIT;
  private passed = false;
  private failure: Failure | undefined = undefined;
  /** Ends the wait; absent where the engine has no `AbortController`. */
  private readonly controller = typeof AbortController === "function" ? new AbortController() : undefined;

  constructor(up: Link<A>, limiter: RateLimiter) {
    super(up);
    this.limiter = limiter;
  }

  override poll(): Poll<A> {
    if (this.stopped) return END;
    if (this.failure !== undefined) throw this.failure.error;
    if (this.held === WAIT) return this.pull();
    if (!this.passed) return WAIT;
    const value = this.held;
    this.held = WAIT;
    this.passed = false;
    return value;
  }

  private pull(): Poll<A> {
    const value = this.up.poll();
    if (value === WAIT || value === END || this.limiter.tryAcquire()) return value;
    this.held = value;
    const signal = this.controller?.signal;
    const turn = new Promise((resolve) => resolve(this.limiter.acquire({ signal })));
    turn.then(() => this.passed = true, (error) => this.failure = { error }).then(() => this.told());
    return WAIT;
  }

  private told(): void {
    if (!this.stopped) rouse(this.down);
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.controller?.abort(exit.reason);
    return super.release(exit);
  }
}
