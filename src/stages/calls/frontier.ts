/**
 * The values that a `walk` has yet to visit: those that visits have added, in order, and then those of the source.
 *
 * Holds: only open visits can add values, so the walk ends when the source has ended, no added value is left, and no
 * visit is open.
 */
import { OverflowError } from "../../core/errors.ts";
import { Ring } from "../../core/engine/ring.ts";
import { Breather } from "../../flow/breather.ts";
import { END, type Exit, type Link, type Poll, rouse, Step, WAIT } from "../../flow/link.ts";

export class Frontier<A> extends Step<A, A> {
  private readonly capacity: number;
  private added: Ring<A> = new Ring();
  private readonly breather = new Breather();
  /** The indexes of the values whose visits have not ended. */
  private readonly open = new Set<number>();
  private given = 0;
  private sourceEnded = false;
  /** The stage below was told to wait. */
  private awaited = false;

  constructor(up: Link<A>, capacity: number) {
    super(up);
    this.capacity = capacity;
  }

  override poll(): Poll<A> {
    const value = this.next();
    if (value === WAIT) this.awaited = true;
    else if (value !== END) this.open.add(this.given++);
    return value;
  }

  private next(): Poll<A> {
    if (this.added.size === 0 && !this.sourceEnded) {
      const value = this.up.poll();
      if (value !== WAIT && value !== END) return value;
      this.sourceEnded = value === END;
    }
    if (this.added.size > 0) return this.breather.stops(this.down) ? WAIT : this.added.shift();
    return this.sourceEnded && this.open.size === 0 ? END : WAIT;
  }

  /** Adds a value, from the visit of the value at `index`. */
  add(value: A, index: number): void {
    if (!this.open.has(index)) throw new Error("Cannot add: the visit has ended; is everything in it awaited?");
    if (this.stopped) return; // after a stop nothing is visited
    if (this.added.size >= this.capacity) {
      throw new OverflowError(`Cannot add: ${this.capacity} added values are already waiting`, value);
    }
    this.added.push(value);
    if (!this.awaited) return;
    this.awaited = false;
    now.then(this.onNextHop); // a function that adds must not run the pipeline
  }

  /** Ends the visit of the value at `index`. */
  close(index: number): void {
    this.open.delete(index);
  }

  private readonly onNextHop = (): void => rouse(this.down);

  protected override release(exit: Exit): Promise<void> | undefined {
    this.added = new Ring();
    return super.release(exit);
  }
}

const now = Promise.resolve();
