/** Several sources, as their values come. */
import type { Flow, SourceValue } from "../flow/chain-types.ts";
import { flowOver } from "../flow/flow.ts";
import { all, END, type Exit, Link, type Poll, WAIT, type Wakeable } from "../flow/link.ts";
import type { Source } from "../flow/types.ts";
import { Input, type Parent } from "./pull/input.ts";
import { RoundRobin } from "./pull/round-robin.ts";
import { openAll } from "./pull/sources.ts";

/**
 * The values of several sources as they come; ends when all have ended.
 *
 * It is fair: no source that has a value waits more than one round. Each source is asked for one value at a time, and
 * keeps it in hand until its turn; leaving loses that, also one of a channel that others read, too. An error stops all of
 * them. Throws a `TypeError` when a source is none, or a flow that is not free.
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
