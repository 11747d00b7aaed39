/** Groups items into arrays. */
import { checkCount, checkOptions } from "../core/engine/arguments.ts";
import { END, type Exit, type Failure, type Link, type Poll, rouse, Step, WAIT } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Stage } from "../flow/types.ts";
import { checkDuration, Timer } from "../time/timers.ts";

/** Options of {@linkcode batch}. */
export interface BatchOptions {
  /** How long after its first item a batch that is not full is passed on, in milliseconds. Default: no limit. */
  readonly within?: number | undefined;
}

/**
 * Groups items into arrays of `size` items. The last array may be shorter. With `within`, so may an array that is not
 * full that many milliseconds after its first item.
 *
 * An error comes after the collected items. `size` may be `Infinity` with `within`. Throws a `TypeError` or
 * `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { batch, pipeline } from "sluice";
 *
 * console.log(await pipeline([1, 2, 3], batch(2)).toArray()); // [ [ 1, 2 ], [ 3 ] ]
 * ```
 */
export function batch<A>(size: number, options?: BatchOptions): Stage<A, A[]> {
  checkOptions(options);
  const within = options?.within;
  if (within !== undefined) checkDuration("options.within", within, 0);
  checkCount("size", size, 1, within === undefined ? "refused" : "allowed");
  return stage((up: Link<A>) => new Batch(up, size, within));
}

class Batch<A> extends Step<A, A[]> {
  private readonly size: number;
  private readonly within: number | undefined;
  private readonly timer: Timer = new Timer(() => this.due());
  private items: A[] = [];
  private late = false;
  private ended = false;
  private failure: Failure | undefined = undefined;

  constructor(up: Link<A>, size: number, within: number | undefined) {
    super(up);
    this.size = size;
    this.within = within;
  }

  override poll(): Poll<A[]> {
    this.fill();
    const { items, failure } = this;
    if (items.length > 0 && (items.length === this.size || this.late || this.ended)) return this.flush();
    if (failure !== undefined) throw failure.error;
    return this.ended ? END : WAIT;
  }

  private fill(): void {
    try {
      while (!this.ended && !this.late && this.items.length < this.size) {
        const value = this.up.poll();
        if (value === WAIT || this.stopped) return; // a stage above may have stopped it
        if (value === END) this.ended = true;
        else this.add(value);
      }
    } catch (error) {
      this.ended = true;
      this.failure = { error };
      this.up.stop({ reason: error, failed: true });
    }
  }

  private add(value: A): void {
    if (this.items.push(value) === 1 && this.within !== undefined) this.timer.arm(this.within);
  }

  private flush(): A[] {
    const { items } = this;
    this.timer.disarm();
    this.late = false;
    this.items = [];
    return items;
  }

  private due(): void {
    this.late = true;
    rouse(this.down);
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.timer.disarm();
    return super.release(exit);
  }
}
