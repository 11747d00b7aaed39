/** Combines the values of several sources by position. */
import type { Flow, SourceValues } from "../flow/chain-types.ts";
import { flowOver } from "../flow/flow.ts";
import { EarlyEnd, ENOUGH } from "../flow/early-end.ts";
import { all, END, type Exit, Link, type Poll, WAIT, type Wakeable } from "../flow/link.ts";
import type { Source } from "../flow/types.ts";
import { Input, type Parent } from "./pull/input.ts";
import { openAll } from "./pull/sources.ts";

/**
 * Creates a flow of tuples: the first values of all sources, then the second ones, and so on. It ends with the shortest
 * source, and releases the others.
 *
 * All sources are pulled at once, in order, but none after one that has ended. The values of an incomplete tuple are
 * lost when the flow ends or is left, even those of a channel with other readers: put the source that ends first in
 * front. Throws a `TypeError` when an argument is not a source, or is a flow that is already in use.
 *
 * @example
 * ```ts
 * import { zip } from "sluice";
 *
 * for await (const [number, letter] of zip([1, 2, 3], ["a", "b"])) console.log(`${number}${letter}`); // 1a 2b
 * ```
 */
export function zip<S extends readonly Source<unknown>[]>(...sources: S): Flow<SourceValues<S>> {
  return flowOver(new Zip(openAll(sources))) as unknown as Flow<SourceValues<S>>;
}

/** Holds: `missing` of the pulled sources have not answered. Either all were pulled, or `next` is the next to pull. */
class Zip extends Link<unknown[]> implements Parent<Input<unknown>> {
  private readonly inners: readonly Input<unknown>[];
  private next = 0;
  private missing = 0;
  /** A source has ended or failed. */
  private broken = false;
  private leaving: EarlyEnd | undefined = undefined;

  constructor(links: readonly Link<unknown>[]) {
    super();
    this.inners = links.map((link) => new Input(link, this));
  }

  override poll(): Poll<unknown[]> {
    if (this.leaving !== undefined) return this.leaving.poll();
    if (this.stopped || this.inners.length === 0) return END;
    while (!this.broken && this.next < this.inners.length) this.ask(this.inners[this.next++] as Input<unknown>);
    if (this.broken) return this.leave();
    if (this.missing > 0) return WAIT;
    this.next = 0;
    return this.inners.map((inner) => inner.take());
  }

  stirred(inner: Input<unknown>): Wakeable | void {
    this.missing--;
    this.broken ||= inner.over;
    if (this.broken || this.missing === 0) return this.down;
  }

  private ask(inner: Input<unknown>): void {
    if (!inner.pull()) this.missing++;
    else this.broken = inner.over;
  }

  private leave(): Poll<never> {
    for (const { failure } of this.inners) if (failure !== undefined) throw failure.error;
    this.leaving = new EarlyEnd(this.stop(ENOUGH), this);
    return this.leaving.poll();
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    return all(this.inners.map(({ link }) => link.stop(exit)));
  }
}
