/**
 * A link of the chain that forms a pipeline: the link below polls it, and it polls the link above.
 *
 * `poll` returns at once: a value, `END`, or `WAIT`. `WAIT` promises a `wake` of the link below as soon as another poll
 * may yield more. `poll` throws the error that the pipeline fails with. So a chain of synchronous stages is a chain of
 * plain calls, whatever its length, and only a link that has to wait waits. (Rust's `Stream::poll_next` works the same
 * way.)
 *
 * Holds for every link:
 * - It is polled by one link only, never while a poll of it runs, and never after `END` or a throw.
 * - `END` means that nothing above is left running. After a throw something may be, so the code that catches it must
 *   `stop` the link, and wait for that before the error leaves the pipeline.
 * - It never pulls unless it was polled, except for what its own concurrency and buffer allow.
 */
import type { Poll } from "../core/engine/poll.ts";

export { END, type Poll, WAIT } from "../core/engine/poll.ts";

/** Why a pipeline is stopped before its end. */
export interface Exit {
  /** The reason, for `AbortSignal.reason` for example. */
  readonly reason: unknown;
  /** True after an error or an abort; false when the consumer wants no more values. */
  readonly failed: boolean;
}

/** The error of a failure, which may be `undefined`. */
export interface Failure {
  readonly error: unknown;
}

/** An object that polls a link. */
export interface Wakeable {
  /**
   * Called when another poll may yield more. Returns the next object to wake: the one below, if this makes a difference
   * to it.
   */
  wake(): Wakeable | void;
}

/**
 * Wakes one object after the other, without nesting, because chains may be long. Never called during a `poll` of a link
 * above.
 */
export function rouse(first: Wakeable): void {
  let next: Wakeable | void = first;
  while (next !== undefined) next = next.wake();
}

export abstract class Link<T> {
  /** The object that polls this link. */
  down: Wakeable = NONE_BELOW;
  protected stopped = false;
  /** The links above are being stopped, further up in the call stack. */
  private telling = false;
  private stopping: Promise<void> | undefined = undefined;

  abstract poll(): Poll<T>;

  /**
   * Stops the link before its end, or again: releases the links above and aborts running work. Returns a promise if
   * there is something to wait for; it rejects with an error of the release. `poll` yields no more values afterwards.
   */
  stop(exit: Exit): Promise<void> | undefined {
    // called by code that is being released
    if (this.telling) return unheard(Promise.resolve().then(() => this.stopping));
    if (this.stopped) return this.stopping;
    this.stopped = this.telling = true;
    this.stopping = this.release(exit);
    this.telling = false;
    this.stopping?.then(() => this.stopping = undefined, ignore);
    return this.stopping;
  }

  /** The work of `stop`, called once. */
  protected abstract release(exit: Exit): Promise<void> | undefined;
}

/** A link with one link above. */
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

/** Waits for all promises; rejects with the error of the first in order. */
export function all(waits: readonly (Promise<void> | undefined)[]): Promise<void> | undefined {
  const pending = waits.filter((wait) => wait !== undefined);
  if (pending.length < 2) return pending[0];
  return Promise.allSettled(pending).then((settled) => {
    for (const outcome of settled) if (outcome.status === "rejected") throw outcome.reason;
  });
}

/** Ignores a result. */
export function ignore(): void {}

/** Marks the rejection of a promise as handled, and returns the promise. */
export function unheard<P extends Promise<unknown>>(promise: P): P {
  promise.catch(ignore);
  return promise;
}

const NONE_BELOW: Wakeable = { wake: ignore };
