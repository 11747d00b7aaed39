/**
 * Arrays of all that can be had without waiting: one hop for many values.
 *
 * A batch that had to wait for its first value is completed one hop later, when more has come; so a fast sender and a
 * batch receiver settle into large batches. It is completed only if no other `next()` was called in between, which would
 * have taken the values that follow.
 */
import { flush } from "../engine/hooks.ts";
import { iterate, type Iterated, type Iterating } from "./iterate.ts";
import type { NextResult } from "../engine/poll.ts";
import { lineOf, printed } from "../engine/printed.ts";
import { resolved, spend } from "../engine/event-loop.ts";

export class Batches<T> implements AsyncIterableIterator<T[], undefined, undefined> {
  static {
    printed(this.prototype, "Batches", (it) => [`of ${lineOf(it.source)}`, it.iteration.ended && "ended"]);
  }

  private readonly source: Iterated<T>;
  private readonly max: number;
  /** Waits for the first value of a batch. */
  private readonly iteration: Iterating<T>;
  private calls = 0;
  private waiting = 0;

  constructor(source: Iterated<T>, max: number) {
    this.source = source;
    this.max = max;
    this.iteration = iterate(source, source.owned);
  }

  next(): Promise<NextResult<T[]>> {
    const call = ++this.calls;
    if (this.waiting === 0 && !this.iteration.ended) {
      const batch = this.filled([]);
      if (batch.length > 0) {
        spend(batch.length - 1);
        return resolved<NextResult<T[]>>({ value: batch, done: false });
      }
    }
    this.waiting++;
    return this.iteration.next().then((first) => {
      this.waiting--;
      if (first.done) return first;
      return { value: this.isLatest(call) ? this.filled([first.value]) : [first.value], done: false };
    }, (error) => {
      this.waiting--;
      throw error;
    });
  }

  return(): Promise<NextResult<T[]>> {
    return this.iteration.return() as Promise<IteratorReturnResult<undefined>>;
  }

  throw(error?: unknown): Promise<NextResult<T[]>> {
    return this.iteration.throw(error) as Promise<never>;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private isLatest(call: number): boolean {
    return call === this.calls && !this.iteration.ended;
  }

  /** What goes wrong here goes wrong again for `iteration`, once what is in hand has been given. */
  private filled(batch: T[]): T[] {
    try {
      this.source.fill(batch, this.max);
    } catch {
      // see above
    }
    flush();
    return batch;
  }
}
