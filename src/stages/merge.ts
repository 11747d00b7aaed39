/** Reads several sources at once. */
import type { Flow, SourceValue } from "../flow/chain-types.ts";
import { flowOver } from "../flow/flow.ts";
import { all, END, type Exit, Link, type Poll, WAIT, type Wakeable } from "../flow/link.ts";
import type { Source } from "../flow/types.ts";
import { Input, type Parent } from "./pull/input.ts";
import { RoundRobin } from "./pull/round-robin.ts";
import { openAll } from "./pull/sources.ts";

/**
 * Creates a flow of the values of several sources in order of arrival. It ends when all sources have ended.
 *
 * It is fair: no source with a value waits more than one round. Each source is pulled for one value at a time, which is
 * held until its turn. Leaving the flow loses held values, even those of a channel with other readers. An error stops
 * all sources. Throws a `TypeError` when an argument is not a source, or is a flow that is already in use.
 *
 * @example
 * ```ts
 * import { merge } from "sluice";
 *
 * for await (const value of merge([1, 2, 3], ["a", "b"])) console.log(value); // 1 a 2 b 3
 * ```
 */
export function merge<S extends readonly Source<unknown>[]>(...sources: S): Flow<SourceValue<S[number]>> {
  return flowOver(new Merge(openAll(sources)));
}

class Merge<T> extends Link<T> implements Parent<Input<T>> {
  private readonly links: readonly Link<T>[];
  private readonly rotation = new RoundRobin<Input<T>>();
  private open: number;

  constructor(links: readonly Link<T>[]) {
    super();
    this.links = links;
    this.open = links.length;
    for (const link of links) this.rotation.join(new Input(link, this));
  }

  override poll(): Poll<T> {
    while (!this.stopped && this.open > 0) {
      const inner = this.rotation.next();
      if (inner === undefined) return WAIT;
      const value = inner.take();
      if (value !== END) {
        this.rotation.join(inner);
        return value;
      }
      this.open--;
    }
    return END;
  }

  stirred(inner: Input<T>): Wakeable {
    this.rotation.stirred(inner);
    return this.down;
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    return all(this.links.map((link) => link.stop(exit)));
  }
}
