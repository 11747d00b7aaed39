/** Passes on the first items. */
import { checkCount, checkFunction } from "../core/engine/arguments.ts";
import { EarlyEnd, ENOUGH } from "../flow/early-end.ts";
import { END, type Link, type Poll, Step, WAIT } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { ItemContext, Stage } from "../flow/types.ts";
import { serial } from "./calls/serial.ts";

/**
 * Passes on the first `count` items. With the last of them it stops the stages above and releases the source.
 *
 * Throws a `TypeError` or `RangeError` unless `count` is an integer of at least 0, or `Infinity`.
 *
 * @example
 * ```ts
 * import { pipeline, take } from "sluice";
 *
 * function* naturals() {
 *   for (let n = 0;; n++) yield n;
 * }
 * console.log(await pipeline(naturals(), take(3)).toArray()); // [ 0, 1, 2 ]
 * ```
 */
export function take<A>(count: number): Stage<A, A> {
  checkCount("count", count, 0, "allowed");
  return stage((up: Link<A>) => new Take(up, count));
}

class Take<A> extends Step<A, A> {
  private left: number;
  private leaving: EarlyEnd | undefined = undefined;

  constructor(up: Link<A>, count: number) {
    super(up);
    this.left = count;
  }

  override poll(): Poll<A> {
    if (this.left === 0) return (this.leaving ??= this.leave()).poll();
    const value = this.up.poll();
    if (value !== WAIT && value !== END && --this.left === 0) this.leaving = this.leave();
    return value;
  }

  private leave(): EarlyEnd {
    return new EarlyEnd(this.up.stop(ENOUGH), this);
  }
}

/**
 * Passes on the items before the first one that fails the test, which may return a promise. It then stops the stages
 * above.
 *
 * A type predicate narrows the type. Throws a `TypeError` when `test` is not a function.
 *
 * @example
 * ```ts
 * import { pipeline, takeWhile } from "sluice";
 *
 * console.log(await pipeline([1, 2, 3, 1], takeWhile((n) => n < 3)).toArray()); // [ 1, 2 ]
 * ```
 */
export function takeWhile<A, B extends A>(test: (value: A, context: ItemContext) => value is B): Stage<A, B>;
/** The same, with a plain test. */
export function takeWhile<A extends V, V = A>(
  test: (value: V, context: ItemContext) => boolean | PromiseLike<boolean>,
): Stage<A, A>;
export function takeWhile<A>(
  test: (value: A, context: ItemContext) => boolean | PromiseLike<boolean>,
): Stage<A, A> {
  checkFunction("test", test);
  const pick = (value: A, passed: boolean) => passed ? value : LAST;
  return stage((up: Link<A>) =>
    new Until(serial<A, boolean, A | typeof LAST>(up, { fn: test, pick, onError: undefined }))
  );
}

const LAST: unique symbol = Symbol("last");

/** Ends at the mark. */
class Until<A> extends Step<A | typeof LAST, A> {
  private leaving: EarlyEnd | undefined = undefined;

  override poll(): Poll<A> {
    if (this.leaving !== undefined) return this.leaving.poll();
    const value = this.up.poll();
    if (value !== LAST) return value;
    this.leaving = new EarlyEnd(this.up.stop(ENOUGH), this);
    return this.leaving.poll();
  }
}
