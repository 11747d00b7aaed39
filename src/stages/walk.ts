/** Visits each item, and the items that visits add. */
import { checkCount, checkFunction, checkOptions } from "../core/engine/arguments.ts";
import { printed } from "../core/engine/printed.ts";
import type { Link } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { ItemContext, Stage } from "../flow/types.ts";
import { Concurrent } from "./calls/concurrent.ts";
import { Frontier } from "./calls/frontier.ts";
import type { Task } from "./calls/task.ts";
import { theResult } from "./calls/work.ts";
import { type Checked, checkWork, type WorkOptions } from "./calls/working.ts";

/** The second argument of the function of a `walk`. */
export interface WalkContext<in A> extends ItemContext {
  /**
   * Adds an item to be visited later. It never waits: a visit that waited for room would hold the place that makes
   * room.
   *
   * Throws an `OverflowError`, whose `value` is the item, when `capacity` added items are already waiting, and an
   * `Error` when this visit has ended. Items added after the pipeline was stopped are discarded, as are all that were
   * waiting.
   */
  readonly add: (item: A) => void;
}

/** Options of a `walk`. */
export interface WalkOptions<in A> extends WorkOptions<A> {
  /** How many added items may wait to be visited: a positive integer, or `Infinity`. Default 65,536. */
  readonly capacity?: number | undefined;
}

/**
 * Calls `fn` with each item, and with each item that `fn` adds, and passes on the results.
 *
 * It suits work that creates work: the pages of a site, the folders of a disk, an API with cursors. `fn` receives the
 * value and `{ add, index, signal }`. The stage ends when its source has ended, no added item is left, and no visit is
 * running. Added items are visited in the order in which they were added, before the next one is pulled from the
 * source. Options, order and errors are those of `map`.
 *
 * At most `capacity` (default 65,536) added items may wait; beyond that, `add` throws, which fails the visit unless the
 * visit catches the error. `walk` does not compare items: a graph with circles needs a set of the items already seen.
 * Throws a `TypeError` or `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { pipeline, walk } from "sluice";
 *
 * const links: Record<string, string[]> = { "/": ["/a", "/b"], "/a": ["/", "/c"], "/b": ["/c"], "/c": [] };
 * const seen = new Set(["/"]);
 * const pages = pipeline(
 *   ["/"],
 *   walk(async (page, { add }) => {
 *     for (const link of links[page] ?? []) {
 *       if (!seen.has(link)) add(link);
 *       seen.add(link);
 *     }
 *     return page;
 *   }, { concurrency: 2 }),
 * );
 * console.log(await pages.toArray()); // [ "/", "/a", "/b", "/c" ]
 * ```
 */
export function walk<A, B>(
  fn: (item: A, context: WalkContext<A>) => B | PromiseLike<B>,
  options?: WalkOptions<NoInfer<A>>,
): Stage<A, B> {
  checkFunction("fn", fn);
  checkOptions(options);
  const { capacity = 65_536 } = options ?? {};
  checkCount("options.capacity", capacity, 1, "allowed");
  const checked = checkWork(options);
  return stage((up: Link<A>) => new Walk(new Frontier(up, capacity), fn, checked));
}

class Walk<A, B> extends Concurrent<A, B, B> {
  private readonly frontier: Frontier<A>;

  constructor(
    frontier: Frontier<A>,
    fn: (item: A, context: WalkContext<A>) => B | PromiseLike<B>,
    checked: Checked<A>,
  ) {
    const visit = (item: A, context: ItemContext) => fn(item, new Visit(context, frontier));
    super(frontier, { fn: visit, pick: theResult, onError: checked.onError }, checked);
    this.frontier = frontier;
  }

  protected override conclude(task: Task<A, B>): void {
    this.frontier.close(task.index);
    super.conclude(task);
  }
}

/** Private fields, because users receive the object. */
class Visit<A> implements WalkContext<A> {
  static {
    printed(this.prototype, "Context", (it) => [`of item ${it.index}`]);
  }

  readonly index: number;
  readonly add: (item: A) => void;
  readonly #item: ItemContext;

  constructor(item: ItemContext, frontier: Frontier<A>) {
    const { index } = item;
    this.index = index;
    this.add = (added) => frontier.add(added, index);
    this.#item = item;
  }

  get signal(): AbortSignal {
    return this.#item.signal;
  }
}
