/**
 * `for await`, written by hand: an async generator's `return()` would wait behind a pending `next()`, and swallow the
 * value that comes for it.
 *
 * An iteration is its own waiter, so that a loop allocates none. Concurrent `next()` calls, which loops never make,
 * park a waiter of their own each, behind it.
 *
 * Holds: the unanswered `next()` calls are `resolve`, if there is one, and then `others`, in order; they stand in the
 * source's line in the same order. Once it has `ended` none waits; one may still be about to be given its value.
 */
import { flush } from "../engine/hooks.ts";
import type { Leavable, Parked, Resolve, Waiter } from "../waiting/wait-queue.ts";
import { END, ended, type NextResult, type Poll, WAIT } from "../engine/poll.ts";
import { lineOf, printed } from "../engine/printed.ts";
import { endInTurn, rejected } from "../engine/rejected.ts";
import { Ring } from "../engine/ring.ts";
import { failed, resolved, wake } from "../engine/event-loop.ts";

/** Ends an iterator as `return()` does, and says why; shared by all copies and versions of the library. */
export const releasing: unique symbol = Symbol.for("sluice.releasing") as never;

/** An iterator that passes the reason on to what it owns. */
export interface Releasable {
  readonly [releasing]: (reason: unknown) => Promise<unknown>;
}

/** An iteration, as its channel sees it. */
export interface Iterating<T> extends AsyncIterableIterator<T, undefined, undefined>, Releasable {
  readonly ended: boolean;
  return(): Promise<NextResult<T>>;
  throw(error?: unknown): Promise<NextResult<T>>;
}

/** What an iteration and batches need of their source. */
export interface Iterated<T> {
  /** Whether leaving a loop over it cancels it. */
  readonly owned: boolean;
  /** Its buffer is running user code, which it is closed to. */
  readonly calling: boolean;
  attempt(): Poll<T>;
  fill(batch: T[], max: number): void;
  enlist(waiting: Parked): void;
  cancel(reason?: unknown): void;
}

/** Iterates over a source; leaving an owning iteration cancels it. */
export function iterate<T>(source: Iterated<T>, owning: boolean): Iterating<T> {
  return new Iteration(source, owning);
}

class Iteration<T> implements Iterating<T>, Waiter {
  static {
    printed(this.prototype, "Iterator", (it) => [`of ${lineOf(it.source)}`, it.ended && "ended"]);
  }

  line: Leavable | undefined = undefined;
  slot = 0;
  ended = false;
  private readonly source: Iterated<T>;
  private readonly owning: boolean;
  private resolve: Resolve | undefined = undefined;
  private others: Ring<ConcurrentNext> | undefined = undefined;

  constructor(source: Iterated<T>, owning: boolean) {
    this.source = source;
    this.owning = owning;
  }

  next(): Promise<NextResult<T>> {
    if (this.ended) return resolved(endInTurn);
    let next: Promise<NextResult<T>>;
    try {
      const polled = this.source.attempt();
      if (polled === WAIT) next = this.ended ? this.finished() : this.park(); // user code may have left
      else if (polled === END) next = this.finished();
      else next = resolved<NextResult<T>>({ value: polled, done: false });
    } catch (error) {
      if (!this.source.calling) this.ended = true; // nothing has changed where user code of the buffer was refused
      next = failed(error);
    }
    flush();
    return next;
  }

  private finished(): Promise<NextResult<T>> {
    this.ended = true;
    return resolved<NextResult<T>>(ended());
  }

  return(): Promise<NextResult<T>> {
    return this[releasing]();
  }

  /** Leaves as `return()` does, with the error as the reason, and rejects with it. */
  throw(error?: unknown): Promise<NextResult<T>> {
    return this[releasing](error).then(() => {
      throw error;
    });
  }

  [releasing](reason?: unknown): Promise<NextResult<T>> {
    let failure: Promise<never> | undefined;
    const cancels = this.owning && !this.ended; // who has come to the end does not leave
    this.ended = true; // hooks that `cancel` calls may ask for the next value
    if (cancels) {
      try {
        this.source.cancel(reason);
      } catch (error) {
        failure = failed(error);
        if (this.source.calling) { // refused, so that nothing has changed
          this.ended = false;
          return failure;
        }
      }
    }
    this.leave();
    return failure ?? resolved(endInTurn);
  }

  private leave(): void {
    const { line, others } = this;
    if (line !== undefined) { // else it does not wait, or a value is on its way to it
      this.line = undefined;
      line.remove(this.slot);
      this.settle(true, undefined);
    }
    while (others !== undefined && others.size > 0) others.shift().dismiss();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Waits. Only when the source has nothing now. */
  park(): Promise<NextResult<T>> {
    let resolve!: Resolve;
    const promise = new Promise<NextResult<T>>((settle) => void (resolve = settle));
    if (this.resolve === undefined && (this.others === undefined || this.others.size === 0)) {
      this.resolve = resolve;
      this.source.enlist(this);
    } else this.join(resolve);
    return promise;
  }

  /** Gets in line behind the calls that wait. */
  private join(resolve: Resolve): void {
    const concurrent = new ConcurrentNext(this as Iteration<unknown>, resolve);
    this.others ??= new Ring();
    this.others.push(concurrent);
    this.source.enlist(concurrent);
  }

  claim(): boolean {
    return true;
  }

  settle(done: boolean, value: unknown): void {
    const resolve = this.resolve as Resolve;
    this.resolve = undefined;
    if (done) this.ended = true;
    wake(resolve, { value, done });
  }

  fail(error: unknown): void {
    const resolve = this.resolve as Resolve;
    this.resolve = undefined;
    this.ended = true;
    wake(resolve, rejected(error));
  }

  /** The oldest of the others is about to be answered. */
  answered(): void {
    this.others?.shift();
  }
}

/** A `next()` call made while another one was waiting. */
class ConcurrentNext implements Waiter {
  line: Leavable | undefined = undefined;
  slot = 0;
  private readonly iteration: Iteration<unknown>;
  private readonly resolve: Resolve;

  constructor(iteration: Iteration<unknown>, resolve: Resolve) {
    this.iteration = iteration;
    this.resolve = resolve;
  }

  claim(): boolean {
    this.iteration.answered();
    return true;
  }

  settle(done: boolean, value: unknown): void {
    if (done) this.iteration.ended = true;
    wake(this.resolve, { value, done });
  }

  /** An iterator throws once: later calls return the end. */
  fail(error: unknown): void {
    if (this.iteration.ended) return wake(this.resolve, endInTurn);
    this.iteration.ended = true;
    wake(this.resolve, rejected(error));
  }

  dismiss(): void {
    const { line } = this;
    this.line = undefined;
    line?.remove(this.slot);
    wake(this.resolve, ended());
  }
}
