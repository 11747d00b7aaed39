/**
 * One run of a chain of links. It begins with the first pull, and comes to rest once: at its end, when it is halted, or
 * when a link fails.
 *
 * Holds: once it is `over` nothing is polled any more; once it is `resting` nothing runs any more, either.
 */
import { callLater } from "../core/engine/hooks.ts";
import { Abortable } from "../core/engine/abort.ts";
import { abortError } from "./abort-error.ts";
import { Breather } from "./breather.ts";
import { END, type Exit, type Failure, Link, type Poll, unheard, WAIT, type Wakeable } from "./link.ts";

export abstract class Run<T> extends Abortable implements Wakeable {
  protected over = false;
  /** It is over, and others can know that: they do not run within the same call as its end. */
  private known = false;
  /** A link is at work, further up in the call stack. */
  protected pulling = false;
  /** Why it was halted, if it was. */
  protected exit: Exit | undefined = undefined;
  /** What the first one to ask will be told, once it is resting. */
  protected failure: Failure | undefined = undefined;
  /** Nothing was pulled yet. */
  private fresh = true;
  /** The links are being told to stop, further up in the call stack. */
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

  /** It is being halted: whoever works on a value is to come to an end. */
  protected abstract hurry(): void;

  /** It has come to rest. */
  protected abstract rested(): void;

  protected get running(): boolean {
    return !this.fresh && !this.over;
  }

  /** It has run, and whoever wanted to know how it ended knows. One that was stopped before its first pull has not run. */
  protected get spent(): boolean {
    return this.known && !this.fresh && this.failure === undefined;
  }

  protected get resting(): boolean {
    return this.over && !this.halting && this.stopping === undefined;
  }

  /** How far it is. */
  protected get progress(): string {
    if (this.over) return this.resting ? "ended" : "stopping";
    return this.running ? "running" : "not begun";
  }

  /**
   * Stops all links, or waits with whoever did. Gives what to wait for, if anything. The first one to ask for more then
   * gets the failure, if it is one.
   */
  halt(
    exit: Exit,
    failure: Failure | undefined = exit.failed ? { error: exit.reason } : undefined,
  ): Promise<void> | undefined {
    if (this.halting) return unheard(Promise.resolve().then(() => this.stopping)); // called by what is being stopped
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

  /** The first failure is the one that counts. */
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

  /** The next value, if it can be had now and it is not over. Counts for the breather: stages may have much in hand. */
  protected pull(): T | typeof WAIT {
    if (this.breather.stops(this)) return WAIT;
    if (this.fresh) this.start();
    if (this.over) return WAIT;
    const value = this.poll();
    if (value === END) this.finish();
    else if (!this.over) return value;
    return WAIT; // who stopped it in the middle wants no more
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

  /** The last link has no more. */
  private finish(): void {
    if (this.over) return;
    this.end();
    this.link = NOTHING;
    this.rested();
  }

  /** Nothing is polled any more. That is known before anyone is told. */
  private end(): void {
    this.over = true;
    this.unwatch();
    Promise.resolve().then(() => this.known = true);
  }
}

/** What those get who wanted more. */
export function reasonOf({ reason, failed }: Exit): unknown {
  return failed || reason !== undefined ? reason : abortError();
}

/** In place of the links of a flow that is over, so that it keeps nothing alive. */
const NOTHING: Link<never> = /* @__PURE__ */ new (class extends Link<never> {
  override poll(): typeof END {
    return END;
  }

  protected override release(): undefined {}
})();
