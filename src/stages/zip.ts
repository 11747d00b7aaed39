/** Several sources, side by side. */
import type { Values } from "../flow/chain-types.ts";
import { flowOver } from "../flow/flow.ts";
import { ENOUGH, Leaving } from "../flow/leaving.ts";
import { all, END, type Exit, Link, type Polled, WAIT, type Wakeable } from "../flow/link.ts";
import type { Flow, Source } from "../flow/types.ts";
import { openAll } from "./sources.ts";

/**
 * Tuples of the first values of all sources, then of the second ones, and so on. Ends with the shortest source, and
 * releases the others.
 *
 * All sources are asked at once. Throws a `TypeError` when a source is none.
 *
 * @example
 * ```ts
 * import { zip } from "sluice";
 *
 * console.log(await zip([1, 2, 3], ["a", "b"]).toArray()); // [ [ 1, 'a' ], [ 2, 'b' ] ]
 * ```
 */
export function zip<S extends readonly Source<unknown>[]>(...sources: S): Flow<Values<S>> {
  return flowOver(new Zip(openAll(sources))) as unknown as Flow<Values<S>>;
}

class Zip extends Link<unknown[]> implements Wakeable {
  private readonly links: readonly Link<unknown>[];
  /** The tuple being made: `WAIT` where a value is missing. */
  private tuple: Polled<unknown>[];
  private leaving: Leaving | undefined = undefined;

  constructor(links: readonly Link<unknown>[]) {
    super();
    this.links = links;
    this.tuple = links.map(() => WAIT);
    for (const link of links) link.down = this;
  }

  wake(): Wakeable {
    return this.down;
  }

  override poll(): Polled<unknown[]> {
    if (this.leaving !== undefined) return this.leaving.poll();
    if (this.stopped || this.links.length === 0) return END;
    const { links, tuple } = this;
    for (const [index, link] of links.entries()) {
      if (tuple[index] === WAIT) tuple[index] = link.poll();
      if (tuple[index] === END) return this.leave();
    }
    if (tuple.includes(WAIT)) return WAIT;
    this.tuple = links.map(() => WAIT);
    return tuple;
  }

  private leave(): Polled<never> {
    this.leaving = new Leaving(this.stop(ENOUGH), this);
    return this.leaving.poll();
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    return all(this.links.map((link) => link.stop(exit)));
  }
}
