/** Limits how often calls begin. */
import { flush } from "../../core/engine/hooks.ts";
import { checkOptions, shown, signalOf } from "../../core/engine/arguments.ts";
import { printed } from "../../core/engine/printed.ts";
import type { Case } from "../../core/select-types.ts";
import type { Got } from "../../core/types.ts";
import { Acquiring } from "../../sync/acquiring.ts";
import { type AcquireOptions, type Governor, noBudget, type Permit, withPermit, wrapped } from "../../sync/governor.ts";
import type { TaskContext } from "../../sync/task-context.ts";
import { acquired } from "../../sync/permit-queue.ts";
import { checkDuration } from "../../time/timers.ts";
import { Bucket } from "./bucket.ts";

/** The rate of a rate limiter. */
export interface RateLimiterOptions {
  /** How many calls may pass in each `interval`, on average: a positive number. */
  readonly limit: number;
  /** The interval, in milliseconds. Default 1000. */
  readonly interval?: number | undefined;
  /** How many calls may pass at once after a pause: a positive number. Default `limit`, but at least 1. */
  readonly burst?: number | undefined;
}

/**
 * A governor that limits how many calls pass in a time. Its permits need no release: it limits how often calls begin,
 * not how many run at once.
 */
export interface RateLimiter extends Governor {
  /** How many calls may pass in each `interval`, on average. */
  readonly limit: number;
  /** The interval, in milliseconds. */
  readonly interval: number;
  /** How many calls may pass at once after a pause. */
  readonly burst: number;
  /**
   * Passes now and returns true, or returns false if that would need a wait or would overtake waiting calls.
   *
   * `weight` (default 1) is the number of calls to count. Throws a `TypeError` or `RangeError` unless it is a positive
   * number of at most `burst`.
   *
   * @example
   * ```ts
   * import { rateLimiter } from "sluice";
   *
   * const limiter = rateLimiter({ limit: 2, interval: 60_000 });
   * console.log([1, 2, 3].map(() => limiter.tryAcquire())); // [ true, true, false ]
   * ```
   */
  tryAcquire(weight?: number): boolean;
  /**
   * Returns a `select` case that passes. The case is ready when a call could pass, and counts when it is chosen. If
   * another case is chosen, nothing is counted. Throws as `tryAcquire` does.
   *
   * @example
   * ```ts
   * import { after, rateLimiter, select } from "sluice";
   *
   * const limiter = rateLimiter({ limit: 1, interval: 60_000 });
   * limiter.tryAcquire();
   * const hit = await select({ turn: limiter.acquiring(), late: after(5) });
   * console.log(hit.key); // late
   * ```
   */
  acquiring(options?: Pick<AcquireOptions, "weight">): Case<Got<Permit>>;
  /**
   * Returns how many milliseconds, at least, until a call of this weight (default 1) could pass behind all waiting
   * calls; 0 when it could pass now. Throws as `tryAcquire` does.
   *
   * @example
   * ```ts
   * import { rateLimiter } from "sluice";
   *
   * const limiter = rateLimiter({ limit: 2, interval: 60_000 });
   * console.log(limiter.retryAfter()); // 0
   * ```
   */
  retryAfter(weight?: number): number;
  /**
   * Stops all calls for `ms` milliseconds; then one passes, and the rest at the rate. An answer to one caller, such as
   * an HTTP 429, then holds for all users of the limiter. A hold never shortens another one. Throws a `TypeError` or
   * `RangeError` unless `ms` is finite and at least 0.
   *
   * @example
   * ```ts
   * import { rateLimiter } from "sluice";
   *
   * const limiter = rateLimiter({ limit: 10 });
   * limiter.hold(60_000);
   * console.log(limiter.tryAcquire(), limiter.retryAfter() > 59_000); // false true
   * ```
   */
  hold(ms: number): void;
}

/**
 * Creates a rate limiter. `limit` calls may pass in each `interval` (in milliseconds, default 1000), and up to `burst`
 * (default `limit`, but at least 1) at once after a pause. In any closed window of `interval` at most `burst + limit`
 * pass.
 *
 * Waiting calls are served in order, and no call overtakes them. A timer runs only while a call waits. Shared by many
 * callers, it is one gate.
 *
 * The clock has whole milliseconds, and the remainder that `burst` cannot hold is lost: with a burst of 1, calls are
 * spaced evenly, but at 300 a second they are 4 ms apart. It is a token bucket, kept as the generic cell rate algorithm
 * (GCRA: ITU-T I.371; ATM Forum Traffic Management 4.0).
 *
 * The `weight` of an `acquire` is the number of calls to count: a positive number of at most `burst`. Throws a
 * `TypeError` or `RangeError` unless `limit`, `interval` and `burst` are positive and finite.
 *
 * @example
 * ```ts
 * import { rateLimiter } from "sluice";
 *
 * const limiter = rateLimiter({ limit: 1000, burst: 1 }); // one each millisecond
 * const ask = limiter.wrap((text: string) => text.length);
 * console.log(await Promise.all(["one", "three", "fifteen"].map((text) => ask(text)))); // [ 3, 5, 7 ]
 * ```
 */
export function rateLimiter(options: RateLimiterOptions): RateLimiter {
  return new Limiter(bucketOf(options));
}

class Limiter implements RateLimiter {
  static {
    printed(this.prototype, "RateLimiter", (it) => [`${it.limit} each ${it.interval} ms`, it.bucket.crowd]);
  }

  private readonly bucket: Bucket;

  constructor(bucket: Bucket) {
    this.bucket = bucket;
  }

  get [noBudget](): string {
    return "rate limiter";
  }

  get limit(): number {
    return this.bucket.limit;
  }

  get interval(): number {
    return this.bucket.interval;
  }

  get burst(): number {
    return this.bucket.burst;
  }

  acquire(options?: AcquireOptions): Promise<Permit> {
    return acquired(() => this.bucket.acquire(this.weightOf(options), signalOf(options)));
  }

  tryAcquire(weight = 1): boolean {
    this.check("weight", weight);
    const permit = this.bucket.attempt(weight);
    flush();
    return permit !== undefined;
  }

  acquiring(options?: Pick<AcquireOptions, "weight">): Case<Got<Permit>> {
    return new Acquiring(this.bucket, this.weightOf(options));
  }

  retryAfter(weight = 1): number {
    this.check("weight", weight);
    return this.bucket.waitFor(weight);
  }

  hold(ms: number): void {
    checkDuration("ms", ms, 0);
    this.bucket.hold(ms);
  }

  with<R>(fn: (context: TaskContext) => R | PromiseLike<R>, options?: AcquireOptions): Promise<R> {
    return withPermit(this, fn, options);
  }

  wrap<A extends unknown[], R>(fn: (...args: A) => R | PromiseLike<R>): (...args: A) => Promise<R> {
    return wrapped(this, fn);
  }

  private weightOf(options: Pick<AcquireOptions, "weight"> | undefined): number {
    checkOptions(options);
    const { weight = 1 } = options ?? {};
    this.check("options.weight", weight);
    return weight;
  }

  private check(name: string, weight: unknown): void {
    checkPositive(name, weight);
    const { burst } = this.bucket;
    if (weight > burst) throw new RangeError(`${name} must be at most ${burst}, the burst, not ${weight}`);
  }
}

function bucketOf(options: RateLimiterOptions): Bucket {
  if (options === undefined) throw new TypeError("options must be an object with a limit, not undefined");
  checkOptions(options);
  const { limit, interval = 1000 } = options;
  checkPositive("options.limit", limit);
  checkPositive("options.interval", interval);
  const { burst = Math.max(1, limit) } = options;
  checkPositive("options.burst", burst);
  return new Bucket(limit, interval, burst);
}

/** Throws unless `given` is a positive, finite number. */
function checkPositive(name: string, given: unknown): asserts given is number {
  if (typeof given !== "number") throw new TypeError(`${name} must be a number, not ${shown(given)}`);
  if (given > 0 && given < Infinity) return;
  throw new RangeError(`${name} must be positive and finite, not ${shown(given)}`);
}
