/** Combines the newest values of several sources. */
import type { Flow, SourceValues } from "../flow/chain-types.ts";
import { flowOver } from "../flow/flow.ts";
import { EarlyEnd, ENOUGH } from "../flow/early-end.ts";
import { all, END, type Exit, Link, type Poll, WAIT, type Wakeable } from "../flow/link.ts";
import type { Source } from "../flow/types.ts";
import { Input, type Parent } from "./pull/input.ts";
import { RoundRobin } from "./pull/round-robin.ts";
import { openAll } from "./pull/sources.ts";

/**
 * Creates a flow of tuples with the newest value of each source. The first tuple comes once each source has a value,
 * and another with each new value; no value is skipped.
 *
 * No source is pulled for its second value before each has its first. The flow ends when all sources have ended, or
 * when one ends without a value; the others are then released. Throws a `TypeError` when an argument is not a source,
 * or is a flow that is already in use.
 *
 * @example
 * ```ts
 * import { combineLatest } from "sluice";
 *
 * const pairs = await combineLatest([1, 2], ["a", "b"]).toArray();
 * console.log(pairs.join(" ")); // 1,a 2,a 2,b
 * ```
 */
export function combineLatest<S extends readonly Source<unknown>[]>(...sources: S): Flow<SourceValues<S>> {
  return flowOver(new CombineLatest(openAll(sources))) as unknown as Flow<SourceValues<S>>;
}

class CombineLatest extends Link<unknown[]> implements Parent<Input<unknown>> {
  private readonly inners: readonly Input<unknown>[];
  private readonly places: ReadonlyMap<Input<unknown>, number>;
  private readonly latest: unknown[];
  private readonly rotation = new RoundRobin<Input<unknown>>();
  /** How many sources have not ended. */
  private open: number;
  /** The sources without a value so far. */
  private readonly awaited: Set<Input<unknown>>;
  private leaving: EarlyEnd | undefined = undefined;

  constructor(links: readonly Link<unknown>[]) {
    super();
    this.inners = links.map((link) => new Input(link, this));
    this.places = new Map(this.inners.map((inner, index) => [inner, index]));
    this.latest = new Array(links.length);
    this.open = links.length;
    this.awaited = new Set(this.inners);
    for (const inner of this.inners) this.rotation.join(inner);
  }

  override poll(): Poll<unknown[]> {
    if (this.leaving !== undefined) return this.leaving.poll();
    while (!this.stopped && this.open > 0) {
      const inner = this.rotation.next();
      if (inner === undefined) return WAIT;
      const value = inner.take();
      if (value === END) {
        if (this.awaited.has(inner)) return this.leave();
        this.open--;
      } else if (this.update(inner, value)) {
        return [...this.latest];
      }
    }
    return END;
  }

  stirred(inner: Input<unknown>): Wakeable {
    this.rotation.stirred(inner);
    return this.down;
  }

  /** Records a new value. Returns true when each source has one. */
  private update(inner: Input<unknown>, value: unknown): boolean {
    this.latest[this.places.get(inner) as number] = value;
    if (this.awaited.size === 0) {
      this.rotation.join(inner);
      return true;
    }
    this.awaited.delete(inner);
    if (this.awaited.size > 0) return false;
    for (const each of this.inners) this.rotation.join(each);
    return true;
  }

  private leave(): Poll<never> {
    this.leaving = new EarlyEnd(this.stop(ENOUGH), this);
    return this.leaving.poll();
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    return all(this.inners.map(({ link }) => link.stop(exit)));
  }
}
