/** Reads several sources one after the other. */
import type { Flow, SourceValue } from "../flow/chain-types.ts";
import { flowOver } from "../flow/flow.ts";
import { all, END, type Exit, Link, type Poll, type Wakeable } from "../flow/link.ts";
import type { Source } from "../flow/types.ts";
import { openAll } from "./pull/sources.ts";

/**
 * Creates a flow of the values of several sources, one source after the other.
 *
 * A source is opened only when those before it have ended. Throws a `TypeError` when an argument is not a source, or is
 * a flow that is already in use.
 *
 * @example
 * ```ts
 * import { concat } from "sluice";
 *
 * console.log(await concat([1, 2], new Set([3])).toArray()); // [ 1, 2, 3 ]
 * ```
 */
export function concat<S extends readonly Source<unknown>[]>(...sources: S): Flow<SourceValue<S[number]>> {
  return flowOver(new Concat(openAll(sources)));
}

class Concat<T> extends Link<T> implements Wakeable {
  private readonly links: readonly Link<T>[];
  private current = 0;

  constructor(links: readonly Link<T>[]) {
    super();
    this.links = links;
    for (const link of links) link.down = this;
  }

  wake(): Wakeable {
    return this.down;
  }

  override poll(): Poll<T> {
    while (!this.stopped) {
      const link = this.links[this.current];
      if (link === undefined) break;
      const value = link.poll();
      if (value !== END) return value;
      this.current++;
    }
    return END;
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    return all(this.links.slice(this.current).map((link) => link.stop(exit)));
  }
}
