/**
 * One run of a chain of links. It begins with the first pull and comes to rest once: at its end, when it is halted, or
 * when a link fails.
 *
 * Holds: once it is `over`, nothing is polled; once it is `resting`, nothing runs.
 */
import { callLater } from "../core/engine/hooks.ts";
import { Abortable } from "../core/engine/abort.ts";
import { abortError } from "./abort-error.ts";
import { Breather } from "./breather.ts";
import { END, type Exit, type Failure, Link, type Poll, unheard, WAIT, type Wakeable } from "./link.ts";

export abstract class Run<T> extends Abortable implements Wakeable {
  protected over = false;
  /** It is over, and other code can know that, because it does not run within the same call as the end. */
  private known = false;
  /** A link is being polled, further up in the call stack. */
  protected pulling = false;
  /** Why the run was halted, if it was. */
  protected exit: Exit | undefined = undefined;
  /** The error for the first consumer, once the run is resting. */
  protected failure: Failure | undefined = undefined;
  /** Nothing was pulled yet. */
  private fresh = true;
  /** The links are being stopped, further up in the call stack. */
  private halting = false;
  private stopping: Promise<void> | undefined = undefined;
  private readonly breather = new Breather();
  private link: Link<T>;
  private readonly signal: AbortSignal | undefined;

  constructor(link: Link<T>, signal: AbortSignal | undefined) {
    super();
    this.link = link;
    this.signal = signal;
    link.down = this;
  }

  abstract wake(): Wakeable | void;

  /** Called when the run is halted: a consumer that works on a value must come to its end. */
  protected abstract hurry(): void;

  /** Called when the run has come to rest. */
  protected abstract rested(): void;

  protected get running(): boolean {
    return !this.fresh && !this.over;
  }

  /**
   * The run is over, and its error, if any, was delivered. A run that was stopped before its first pull has not run.
   */
  protected get spent(): boolean {
    return this.known && !this.fresh && this.failure === undefined;
  }

  protected get resting(): boolean {
    return this.over && !this.halting && this.stopping === undefined;
  }

  /** The state in words. */
  protected get progress(): string {
    if (this.over) return this.resting ? "ended" : "stopping";
    return this.running ? "running" : "not begun";
  }

  /**
   * Stops all links, or waits for an earlier halt. Returns a promise if there is something to wait for. The next
   * consumer then receives the failure, if there is one.
   */
  halt(
    exit: Exit,
    failure: Failure | undefined = exit.failed ? { error: exit.reason } : undefined,
  ): Promise<void> | undefined {
    // called by a link that is being stopped
    if (this.halting) return unheard(Promise.resolve().then(() => this.stopping));
    if (this.over) return this.stopping;
    this.end();
    this.halting = true;
    this.exit = exit;
    this.failure = failure;
    this.hurry();
    const stopping = this.stopLinks(exit);
    this.halting = false;
    if (stopping === undefined) this.rested();
    else this.waitFor(stopping, exit);
    return this.stopping;
  }

  /** Only the first failure counts. */
  private waitFor(stopping: Promise<void>, { failed }: Exit): void {
    const stopped = () => {
      this.stopping = undefined;
      this.rested();
    };
    this.stopping = unheard(stopping.then(stopped, (error) => {
      stopped();
      if (!failed) throw error;
    }));
  }

  /** A chain too long for the call stack has nothing to wait for. */
  private stopLinks(exit: Exit): Promise<void> | undefined {
    const { link } = this;
    this.link = NOTHING;
    try {
      return link.stop(exit);
    } catch (error) {
      this.failure ??= { error };
      return undefined;
    }
  }

  protected aborted(reason: unknown): void {
    callLater(() => void this.halt({ reason, failed: true }));
  }

  /**
   * The next value, if one is available now and the run is not over. Counts for the breather, because stages may hold
   * many values.
   */
  protected pull(): T | typeof WAIT {
    if (this.breather.stops(this)) return WAIT;
    if (this.fresh) this.start();
    if (this.over) return WAIT;
    const value = this.poll();
    if (value === END) this.finish();
    else if (!this.over) return value;
    return WAIT; // stopped by the poll itself
  }

  private start(): void {
    this.fresh = false;
    const { signal } = this;
    if (signal === undefined) return;
    if (signal.aborted) this.halt({ reason: signal.reason, failed: true });
    else this.watch(signal);
  }

  private poll(): Poll<T> {
    let value: Poll<T> = WAIT;
    this.pulling = true;
    try {
      value = this.link.poll();
    } catch (error) {
      this.halt({ reason: error, failed: true });
    }
    this.pulling = false;
    return value;
  }

  /** Called when the last link has ended. */
  private finish(): void {
    if (this.over) return;
    this.end();
    this.link = NOTHING;
    this.rested();
  }

  /** Ends the polling. `over` is set before any consumer is told. */
  private end(): void {
    this.over = true;
    this.unwatch();
    Promise.resolve().then(() => this.known = true);
  }
}

/** The error for a consumer that wanted more values. */
export function reasonOf({ reason, failed }: Exit): unknown {
  return failed || reason !== undefined ? reason : abortError();
}

/** Replaces the links of a flow that is over, so that it keeps nothing alive. */
const NOTHING: Link<never> = /* @__PURE__ */ new (class extends Link<never> {
  override poll(): typeof END {
    return END;
  }

  protected override release(): undefined {}
})();
