/**
 * A link of the chain that every pipeline is: it is asked for values from below, and asks the link above.
 *
 * `poll` answers at once: with a value, `END`, or `WAIT`, which promises a `wake` of the link below as soon as polling
 * again may give more; it throws what the pipeline fails with. So a chain of synchronous stages is a chain of plain
 * calls, whatever its length, and only who has to wait waits. (Rust's `Stream::poll_next` works the same way.)
 *
 * Holds for every link:
 * - It is polled by one link only, never while a poll of it runs, and never after `END` or a throw.
 * - `END` means that nothing above is left running. After a throw something may be, so whoever catches it must `stop`
 *   the link, and wait for that before the error leaves the pipeline.
 * - It never pulls unless it was polled, but for what its own concurrency and buffer allow.
 */
import type { Poll } from "../core/engine/poll.ts";

export { END, type Poll, WAIT } from "../core/engine/poll.ts";

/** Why a pipeline is stopped before its end. */
export interface Exit {
  /** For `AbortSignal.reason` and the like. */
  readonly reason: unknown;
  /** It broke, or was aborted; otherwise its consumer has had enough. */
  readonly failed: boolean;
}

/** What something failed with; it may be `undefined`. */
export interface Failure {
  readonly error: unknown;
}

/** Whoever polls a link. */
export interface Wakeable {
  /** Polling again may give more. Gives who is to be woken next: the one below, if this makes a difference there. */
  wake(): Wakeable | void;
}

/** Wakes one after the other, and not within one another: chains may be long. Never during the `poll` of a link above. */
export function rouse(first: Wakeable): void {
  let next: Wakeable | void = first;
  while (next !== undefined) next = next.wake();
}

export abstract class Link<T> {
  /** Who polls this one. */
  down: Wakeable = NOBODY;
  protected stopped = false;
  /** What is above is being told to stop, further up in the call stack. */
  private telling = false;
  private stopping: Promise<void> | undefined = undefined;

  abstract poll(): Poll<T>;

  /**
   * Ends it early, or again: releases what is above and aborts what runs. Gives what to wait for, if anything; that
   * rejects with what releasing threw. `poll` gives no more values afterwards.
   */
  stop(exit: Exit): Promise<void> | undefined {
    if (this.telling) return unheard(Promise.resolve().then(() => this.stopping)); // called by what is being released
    if (this.stopped) return this.stopping;
    this.stopped = this.telling = true;
    this.stopping = this.release(exit);
    this.telling = false;
    this.stopping?.then(() => this.stopping = undefined, ignore);
    return this.stopping;
  }

  /** The work of `stop`, done once. */
  protected abstract release(exit: Exit): Promise<void> | undefined;
}

/** A link with one above. */
export abstract class Step<A, B> extends Link<B> implements Wakeable {
  protected readonly up: Link<A>;

  constructor(up: Link<A>) {
    super();
    this.up = up;
    up.down = this;
  }

  wake(): Wakeable | void {
    return this.down;
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    return this.up.stop(exit);
  }
}

/** Waits for all of them; rejects with what the first one in line threw. */
export function all(waits: readonly (Promise<void> | undefined)[]): Promise<void> | undefined {
  const pending = waits.filter((wait) => wait !== undefined);
  if (pending.length < 2) return pending[0];
  return Promise.allSettled(pending).then((settled) => {
    for (const outcome of settled) if (outcome.status === "rejected") throw outcome.reason;
  });
}

/** For what nobody needs to hear of. */
export function ignore(): void {}

/** The same promise; nobody need look at its rejection. */
export function unheard<P extends Promise<unknown>>(promise: P): P {
  promise.catch(ignore);
  return promise;
}

const NOBODY: Wakeable = { wake: ignore };
