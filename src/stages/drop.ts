/** Skips the first items. */
import { checkCount, checkFunction } from "../core/engine/arguments.ts";
import { END, type Link, type Poll, Step, WAIT } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { ItemContext, Stage } from "../flow/types.ts";
import { serial } from "./calls/serial.ts";
import { NONE } from "./calls/work.ts";

/**
 * Skips the first `count` items.
 *
 * Throws a `TypeError` or `RangeError` unless `count` is an integer of at least 0, or `Infinity`.
 *
 * @example
 * ```ts
 * import { drop, pipeline } from "sluice";
 *
 * console.log(await pipeline([1, 2, 3], drop(2)).toArray()); // [ 3 ]
 * ```
 */
export function drop<A>(count: number): Stage<A, A> {
  checkCount("count", count, 0, "allowed");
  return stage((up: Link<A>) => new Drop(up, count));
}

class Drop<A> extends Step<A, A> {
  private left: number;

  constructor(up: Link<A>, count: number) {
    super(up);
    this.left = count;
  }

  override poll(): Poll<A> {
    for (;;) {
      const value = this.up.poll();
      if (this.left === 0 || value === WAIT || value === END) return value;
      this.left--;
    }
  }
}

/**
 * Skips the items before the first one that fails the test, which may return a promise.
 *
 * The test is not called after that. Throws a `TypeError` when `test` is not a function.
 *
 * @example
 * ```ts
 * import { dropWhile, pipeline } from "sluice";
 *
 * console.log(await pipeline([1, 2, 3, 1], dropWhile((n) => n < 3)).toArray()); // [ 3, 1 ]
 * ```
 */
export function dropWhile<A extends V, V = A>(
  test: (value: V, context: ItemContext) => boolean | PromiseLike<boolean>,
): Stage<A, A> {
  checkFunction("test", test);
  return stage((up: Link<A>) => {
    let dropping = true;
    return serial<A, boolean, A>(up, {
      fn: (value, context) => dropping && test(value, context),
      pick: (value, dropped) => {
        dropping &&= dropped;
        return dropped ? NONE : value;
      },
      onError: undefined,
    });
  });
}
