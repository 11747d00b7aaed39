/** Passes on the newest item of each period. */
import type { Link } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Stage } from "../flow/types.ts";
import { checkDuration } from "../time/timers.ts";
import { Latest } from "./pull/latest.ts";

/**
 * Passes on the newest item of each period of `ms` milliseconds, at its end, and drops the others.
 *
 * The first period begins with the first pull. It keeps reading while the stage below does not pull. It then holds the
 * last item that was due, and the newest item after it. A pending item is passed on at the end. Throws a `TypeError` or
 * `RangeError` unless `ms` is finite and at least 0.
 *
 * @example
 * ```ts
 * import { pipeline, sample } from "sluice";
 *
 * console.log(await pipeline([1, 2, 3], sample(1000)).toArray()); // [ 3 ]
 * ```
 */
export function sample<A>(ms: number): Stage<A, A> {
  checkDuration("ms", ms, 0);
  return stage((up: Link<A>) => new Sample(up, ms));
}

/** Each item is due at the end of the period in which it arrived. */
class Sample<A> extends Latest<A> {
  private readonly ms: number;

  constructor(up: Link<A>, ms: number) {
    super(up);
    this.ms = ms;
  }

  protected override dueFor(now: number): number {
    return this.ms === 0 ? now : (Math.floor(now / this.ms) + 1) * this.ms;
  }
}
