/** A governor that adapts its concurrency to the service. */
import { checkCount, checkOptions, signalOf } from "../../core/engine/arguments.ts";
import { dispose } from "../../core/engine/dispose.ts";
import { printed } from "../../core/engine/printed.ts";
import {
  type AcquireOptions,
  concluding,
  type Governor,
  type Permit,
  weightOf,
  withPermit,
  wrapped,
} from "../../sync/governor.ts";
import { Permits } from "../../sync/permits.ts";
import type { TaskContext } from "../../sync/task-context.ts";
import { acquired } from "../../sync/permit-queue.ts";
import { Stopwatch } from "../../time/timers.ts";
import { isOverload, isRefusal } from "./overload.ts";
import { Search } from "./search.ts";

/** The bounds of the limit of an elastic governor. */
export interface ElasticOptions {
  /** The lowest limit, which is also the first: an integer of at least 1. Default 1. */
  readonly min?: number | undefined;
  /** The highest limit: an integer of at least `min`, or `Infinity`. Default 1000. */
  readonly max?: number | undefined;
}

/** A governor that learns how many calls may run at once. */
export interface Elastic extends Governor {
  /** How many calls may run at once now. */
  readonly limit: number;
}

/**
 * Creates a governor that learns how many concurrent calls serve a service best. The limit grows while a higher limit
 * raises the throughput. It falls when calls take longer at an unchanged limit, or are refused for overload.
 *
 * A refusal is a thrown value or a returned response with status 429 or 503, or a `CircuitOpenError`. The status is
 * read where HTTP clients put it: `status`, `statusCode`, `response.status`, `response.statusCode` or
 * `$metadata.httpStatusCode`.
 *
 * The governor measures a call from the permit to its release, without the wait before, and its limit grows only while
 * it is reached. Shared by several stages it is one budget. Throws a `TypeError` or `RangeError` for wrong options.
 *
 * By Little's law (1961) the limit of a service is its highest throughput times the duration of a call that does not
 * wait. The governor measures the duration a little below its estimate and the throughput a little above it, as BBR
 * does for a network path (Cardwell et al., 2016).
 *
 * @example
 * ```ts
 * import { elastic, map, pipeline } from "sluice";
 *
 * const budget = elastic({ max: 64 });
 * const load = async (id: number) => await Promise.resolve(`#${id}`);
 * const records = await pipeline([1, 2, 3], map(load, { concurrency: budget })).toArray();
 * console.log(records, budget.limit >= 1); // [ "#1", "#2", "#3" ] true
 * ```
 */
export function elastic(options?: ElasticOptions): Elastic {
  checkOptions(options);
  const { min = 1, max = 1000 } = options ?? {};
  checkCount("options.min", min, 1, "refused");
  checkCount("options.max", max, min, "allowed");
  return new ElasticGovernor(min, max);
}

class ElasticGovernor implements Elastic {
  static {
    printed(this.prototype, "Elastic", (it) => it.permits.notes);
  }

  private readonly max: number;
  private readonly permits: ElasticPermits;

  constructor(min: number, max: number) {
    this.max = max;
    this.permits = new ElasticPermits(min, max);
  }

  get limit(): number {
    return this.permits.total;
  }

  acquire(options?: AcquireOptions): Promise<Permit> {
    return acquired(() => {
      const weight = weightOf(options);
      if (weight > this.max) throw new RangeError(`options.weight must be at most ${this.max}, not ${weight}`);
      return this.permits.acquire(weight, signalOf(options));
    });
  }

  with<R>(fn: (context: TaskContext) => R | PromiseLike<R>, options?: AcquireOptions): Promise<R> {
    return withPermit(this, fn, options);
  }

  wrap<A extends unknown[], R>(fn: (...args: A) => R | PromiseLike<R>): (...args: A) => Promise<R> {
    return wrapped(this, fn);
  }
}

class ElasticPermits extends Permits {
  private readonly search: Search;
  private readonly clock = new Stopwatch();

  constructor(min: number, max: number) {
    super(min);
    this.search = new Search(min, max);
  }

  /** A call with a weight above the limit runs alone. */
  protected override fits(weight: number): boolean {
    return this.held === 0 || super.fits(weight);
  }

  protected override permit(weight: number): Permit {
    const { clock, search } = this;
    const start = clock.elapsed;
    const cuts = search.began(start, weight);
    return new ElasticPermit((refused) => {
      const now = clock.elapsed;
      if (refused) search.refused(now, weight, cuts);
      else search.ended(now, weight, now - start);
      this.total = search.limit;
      this.giveBack(weight);
    });
  }
}

class ElasticPermit implements Permit {
  static {
    printed(this.prototype, "Permit", (it) => [it.end === undefined ? "released" : "held"]);
  }

  private end: ((refused: boolean) => void) | undefined;

  constructor(end: (refused: boolean) => void) {
    this.end = end;
  }

  release(error?: unknown): void {
    this.finish(isOverload(error));
  }

  [dispose](): void {
    this.finish(false);
  }

  [concluding](result: unknown): void {
    this.finish(isRefusal(result));
  }

  private finish(refused: boolean): void {
    const { end } = this;
    this.end = undefined;
    end?.(refused);
  }
}
