/**
 * Splits one source into several branches. The source is pulled when a branch waits for a value and no branch holds
 * more than its buffer's capacity. A value beyond that capacity is in hand: nothing is pulled before it was taken.
 *
 * Holds: once `closed`, nothing follows; a branch then yields what it holds, and after that the end or the error.
 */
import { Ring } from "../../core/engine/ring.ts";
import { END, type Exit, type Failure, ignore, Link, type Poll, rouse, WAIT, type Wakeable } from "../../flow/link.ts";

/**
 * Sets a function that is called with every new split, so that a running trace can report which branch delays another.
 */
export function tellOfSplits(tell: ((split: Split) => void) | undefined): void {
  told = tell;
}

let told: ((split: Split) => void) | undefined;

export class Split implements Wakeable {
  /** How many branches wait for a value. */
  waiting = 0;
  /** How many branches hold more than their buffer's capacity. */
  behind = 0;
  closed = false;
  failure: Failure | undefined = undefined;
  private readonly up: Link<unknown>;
  private readonly route: (value: never) => void;
  private readonly branches = new Set<Branch<unknown>>();
  private reading = false;
  /** Branches that waited and have something now. */
  stirred: Set<Branch<unknown>> = new Set();

  private constructor(up: Link<unknown>, route: (value: never) => void) {
    this.up = up;
    this.route = route;
    up.down = this;
    told?.(this);
  }

  /** How many values each remaining branch holds, and whether it waits for more. */
  get standing(): readonly { readonly held: number; readonly waits: boolean }[] {
    return [...this.branches].map((branch) => branch.standing);
  }

  /** Creates a split. `route` pushes a value to the branches that receive it. */
  static over<T>(up: Link<T>, route: (value: T) => void): Split {
    return new Split(up, route);
  }

  join(branch: Branch<unknown>): void {
    this.branches.add(branch);
  }

  /** Branches are woken one after the other, without nesting. */
  wake(): void {
    this.read();
    const { stirred } = this;
    this.stirred = new Set();
    for (const branch of stirred) rouse(branch.down);
  }

  /** The same, later: for a branch that is being polled. */
  wakeSoon(): void {
    Promise.resolve().then(() => this.wake());
  }

  /** Pulls values as long as a branch wants one and none is in hand. */
  read(): void {
    if (this.reading) return;
    this.reading = true;
    try {
      while (!this.closed && this.waiting > 0 && this.behind === 0) {
        const value = this.up.poll();
        if (value === WAIT) break;
        if (value === END) this.close();
        else this.route(value as never);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.reading = false;
    }
  }

  /** Ends all branches with an error, after the values they hold. */
  fail(error: unknown): void {
    if (this.closed) return;
    this.failure = { error };
    this.close();
    this.up.stop({ reason: error, failed: true })?.catch(ignore);
    this.wakeSoon();
  }

  /** Removes a branch. The last one to leave releases the source. */
  leave(branch: Branch<unknown>, exit: Exit): Promise<void> | undefined {
    this.branches.delete(branch);
    if (this.closed) return this.failure && this.up.stop(exit);
    if (this.branches.size > 0) {
      this.wakeSoon();
      return undefined;
    }
    this.closed = true;
    return this.up.stop(exit);
  }

  private close(): void {
    this.closed = true;
    for (const branch of this.branches) branch.stir();
  }
}

export class Branch<T> extends Link<T> {
  private readonly split: Split;
  private readonly buffer: number;
  private held: Ring<T> = new Ring();
  private waiting = false;

  /** `buffer` is how many values it may hold while another branch wants more. */
  constructor(split: Split, buffer: number) {
    super();
    this.split = split;
    this.buffer = buffer;
    split.join(this as Branch<unknown>);
  }

  get standing(): { readonly held: number; readonly waits: boolean } {
    return { held: this.held.size, waits: this.waiting };
  }

  /** Whether it has not left. */
  get stays(): boolean {
    return !this.stopped;
  }

  push(value: T): void {
    if (this.stopped) return;
    this.held.push(value);
    if (this.held.size === this.buffer + 1) this.split.behind++;
    this.stir();
  }

  /** Wakes it, if it waits. */
  stir(): void {
    if (!this.waiting) return;
    this.waiting = false;
    this.split.waiting--;
    this.split.stirred.add(this as Branch<unknown>);
  }

  override poll(): Poll<T> {
    const { split } = this;
    if (this.held.size === 0 && !split.closed && !this.stopped) this.want();
    if (this.stopped) return END; // perhaps stopped by a link above
    if (this.held.size > 0) return this.take();
    if (!split.closed) return WAIT;
    if (split.failure !== undefined) throw split.failure.error;
    return END;
  }

  private want(): void {
    const { split } = this;
    if (!this.waiting) split.waiting++;
    this.waiting = true;
    split.read();
    split.stirred.delete(this as Branch<unknown>);
    if (split.stirred.size > 0) split.wakeSoon();
  }

  private take(): T {
    const { held, split } = this;
    if (held.size === this.buffer + 1 && --split.behind === 0 && split.waiting > 0) split.wakeSoon();
    return held.shift();
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    const { held, split } = this;
    if (this.waiting) split.waiting--;
    if (held.size > this.buffer) split.behind--;
    this.waiting = false;
    this.held = new Ring();
    return split.leave(this as Branch<unknown>, exit);
  }
}
