/** As many at once as does good. */
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

/** Within which bounds an elastic governor looks for its limit. */
export interface ElasticOptions {
  /** The lowest limit, which it begins with: an integer of at least 1. Default 1. */
  readonly min?: number | undefined;
  /** The highest limit: an integer of at least `min`, or `Infinity`. Default 1000. */
  readonly max?: number | undefined;
}

/** A governor that finds by itself how many may run at once. */
export interface Elastic extends Governor {
  /** How many may run at once now. */
  readonly limit: number;
}

/**
 * A governor that finds by itself how many calls at once a service does best with. Its limit grows while that gets more
 * done, and falls when calls take longer without it, or are refused for overload: by a thrown value, or a returned
 * response, with status 429 or 503, or by a `CircuitOpenError`. The status is found where clients put it: `status`,
 * `statusCode`, `response.status`, `response.statusCode` or `$metadata.httpStatusCode`.
 *
 * It measures the work alone, from the permit to its release, and not the waiting before; and its limit grows only
 * while it is reached. Shared by several stages it is one budget. Throws a `TypeError` or `RangeError` for wrong options.
 *
 * By Little's law (1961) the limit of a service is its highest throughput times the time of a call that need not wait:
 * it looks a little below its estimate for the one and a little above for the other, as BBR does for a network path
 * (Cardwell et al., 2016).
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

  /** One that asks for more than the limit goes alone. */
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
