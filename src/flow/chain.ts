/**
 * The lower end of a chain of links: asks the last link for values as long as somebody wants some, and stops them all.
 *
 * Everyone who wants values is an *asker*; they are served one after the other. A flow that was given to another
 * pipeline has an *heir*, a link there, which is served when no asker is left.
 *
 * Holds: once it is `over` nothing is polled any more; whoever still asks is told when all has stopped.
 */
import { callLater } from "../core/afterwards.ts";
import { Ring } from "../core/ring.ts";
import { Abortable } from "../core/signal.ts";
import { breathe } from "../core/turn.ts";
import { abortError } from "./abort-error.ts";
import type { Asker } from "./askers.ts";
import { END, type Exit, type Failure, ignore, Link, type Polled, rouse, WAIT, type Wakeable } from "./link.ts";

export class Chain<T> extends Abortable implements Wakeable {
  protected over = false;
  protected readonly askers: Ring<Asker<T>> = new Ring();
  private link: Link<T>;
  private readonly signal: AbortSignal | undefined;
  private started = false;
  /** A link or an asker is at work, further up in the call stack. */
  private serving = false;
  /** Whoever asks first is being dealt with: nobody is told anything before that. */
  private dealing = false;
  /** What the first asker does with the value that it got. */
  private busy: Promise<void> | undefined = undefined;
  private stopping: Promise<void> | undefined = undefined;
  /** What the next asker will be told, once all has stopped. */
  private failure: Failure | undefined = undefined;
  /** Why it was stopped before its end, if it was. */
  private exit: Exit | undefined = undefined;
  private heir: Wakeable | undefined = undefined;

  constructor(link: Link<T>, signal: AbortSignal | undefined) {
    super();
    this.link = link;
    this.signal = signal;
    link.down = this;
  }

  /** `Flow`, and how far it is. */
  protected get described(): string {
    if (this.over) return this.stopping === undefined ? "Flow, ended" : "Flow, stopping";
    return this.started ? "Flow, running" : "Flow, not begun";
  }

  wake(): Wakeable | void {
    this.serve();
    if (this.askers.size === 0) return this.heir;
  }

  /** Gets in line, and is served. */
  protected ask(asker: Asker<T>): void {
    this.askers.push(asker);
    this.goOn();
  }

  /** Whether whoever asks now is the only one, and first to be served. */
  protected get free(): boolean {
    return this.askers.size === 0 && !this.over && !this.serving;
  }

  /** A value for one who asks while it is `free`. `WAIT`: they must `lead` the line now, whatever has happened. */
  protected attempt(): T | typeof WAIT {
    this.dealing = true;
    const value = this.pull();
    if (value === END) this.finish();
    if (value === WAIT || value === END) return WAIT;
    this.dealing = false;
    if (this.askers.size > 0 || this.heir !== undefined) rouse(this);
    return value;
  }

  /** Gets in line before those whom functions of the pipeline made during the attempt. */
  protected lead(asker: Asker<T>): void {
    this.askers.unshift(asker);
    this.dealing = false;
    if (this.over && this.stopping === undefined) this.dismiss();
  }

  /** For the heir: asks the last link once all earlier askers have been served. */
  inherit(heir: Wakeable): Polled<T> {
    this.heir = heir;
    if (this.askers.size > 0 || this.serving) return WAIT;
    if (!this.over) {
      this.heir = undefined; // it is not to be woken while it polls
      const value = this.pull();
      if (value === END) this.finish();
      this.heir = heir;
      if (!this.over) return value;
    }
    if (this.stopping !== undefined) return WAIT;
    if (this.exit !== undefined) throw reasonOf(this.exit);
    return END;
  }

  /** The heir wants no more. */
  abandon(exit: Exit): Promise<void> | undefined {
    this.heir = undefined;
    return this.halt(exit);
  }

  /**
   * Stops all links, or waits with whoever did. Gives what to wait for, if anything. Askers that wait then get what
   * `failure` says; if nobody does, the next one will.
   */
  halt(
    exit: Exit,
    failure: Failure | undefined = exit.failed ? { error: exit.reason } : undefined,
  ): Promise<void> | undefined {
    if (this.over) return this.stopping;
    this.over = true;
    this.unwatch();
    this.failure = failure;
    this.exit = exit;
    if (this.busy !== undefined) this.askers.first.stop?.(reasonOf(exit));
    const stopping = this.stopLinks(exit);
    this.link = NOTHING;
    if (stopping === undefined) {
      this.dismiss();
      return undefined;
    }
    const stopped = () => {
      this.stopping = undefined;
      this.dismiss();
    };
    // The first failure is the one that counts.
    this.stopping = stopping.then(stopped, (error) => {
      stopped();
      if (!exit.failed) throw error;
    });
    this.stopping.catch(ignore);
    return this.stopping;
  }

  /** A chain too long for the call stack has nothing to wait for. */
  private stopLinks(exit: Exit): Promise<void> | undefined {
    try {
      return this.link.stop(exit);
    } catch (error) {
      this.failure ??= { error };
      return undefined;
    }
  }

  protected aborted(reason: unknown): void {
    callLater(() => void this.halt({ reason, failed: true }));
  }

  /** Forgets a failure that nobody will be told of. */
  protected forgive(): void {
    if (this.askers.size === 0) this.failure = undefined;
  }

  private serve(): void {
    while (this.askers.size > 0 && !this.over && !this.serving && this.busy === undefined) {
      const value = this.pull();
      if (value === WAIT) return;
      if (value === END) return this.finish();
      this.hand(value);
    }
  }

  /**
   * Polls the last link, unless it has just turned out to be the end of the run. It counts for the breather, since
   * stages may have much in hand.
   */
  private pull(): Polled<T> {
    if (!this.started) this.start();
    if (this.over) return WAIT;
    const pause = breathe();
    if (pause !== undefined) {
      pause.then(() => rouse(this));
      return WAIT;
    }
    let value: Polled<T> = WAIT;
    this.serving = true;
    try {
      value = this.link.poll();
    } catch (error) {
      this.halt({ reason: error, failed: true });
    }
    this.serving = false;
    return this.over ? WAIT : value; // who stopped it in the middle wants no more
  }

  private start(): void {
    this.started = true;
    const { signal } = this;
    if (signal === undefined) return;
    if (signal.aborted) this.halt({ reason: signal.reason, failed: true });
    else this.watch(signal);
  }

  private hand(value: T): void {
    const asker = this.askers.first;
    this.serving = this.dealing = true;
    try {
      const more = asker.take(value);
      if (more === false) this.askers.shift();
      else if (more !== true) this.waitFor(more);
    } catch (error) {
      this.halt({ reason: error, failed: true });
    } finally {
      this.serving = this.dealing = false;
    }
    if (this.over) this.goOn();
  }

  private waitFor(busy: Promise<void>): void {
    this.busy = busy;
    if (this.exit !== undefined) this.askers.first.stop?.(reasonOf(this.exit)); // it was left by its own asker
    busy.then(() => {
      this.busy = undefined;
      this.goOn();
    }, (error) => {
      this.busy = undefined;
      this.failure ??= { error };
      this.halt({ reason: error, failed: true });
      this.goOn();
    });
  }

  private goOn(): void {
    if (!this.over) this.serve();
    else if (this.stopping === undefined) this.dismiss();
  }

  /** The last link has no more. */
  private finish(): void {
    this.over = true;
    this.link = NOTHING;
    this.unwatch();
    this.dismiss();
  }

  /** All has stopped: tells everyone who still asks, once the first of them is not busy. */
  private dismiss(): void {
    if (this.busy !== undefined || this.dealing) return;
    const { failure, exit } = this;
    if (failure !== undefined && this.askers.size > 0) {
      this.failure = undefined;
      this.askers.shift().fail(failure.error);
    }
    while (this.askers.size > 0) {
      const asker = this.askers.shift();
      if (exit === undefined) asker.end();
      else asker.cut(reasonOf(exit));
    }
    if (this.heir !== undefined) rouse(this.heir);
  }
}

/** What those get who wanted more. */
function reasonOf({ reason, failed }: Exit): unknown {
  return failed ? reason : reason ?? abortError();
}

/** In place of the links of a flow that is over, so that it keeps nothing alive. */
const NOTHING: Link<never> = /* @__PURE__ */ new (class extends Link<never> {
  override poll(): typeof END {
    return END;
  }

  protected override release(): undefined {}
})();
