/**
 * One listener for each `AbortSignal`, however many operations wait on it.
 *
 * A listener for each operation costs a hundred times more, leaks when it is forgotten, and makes Node warn at eleven.
 * So each signal has one *hub*: a linked list of those who wait. The listener stays for the rest of the turn of the
 * event loop after the last one left, since in a loop the next one comes at once.
 *
 * An operation whose signal cannot be listened to is aborted by what `addEventListener` threw.
 *
 * Holds: a hub with a waiter has its listener; `hubs` keeps neither signals nor waiters alive.
 */
import { callLater, flush, report } from "./hooks.ts";
import { rejected } from "./rejected.ts";
import { type Sweepable, sweepLater } from "./sweep.ts";

/** An operation that waits on a signal. */
export abstract class Abortable {
  private hub: Hub | undefined = undefined;
  private behind: Abortable | undefined = undefined;
  private ahead: Abortable | undefined = undefined;

  /**
   * Called once, when the signal aborts; the operation is off the signal by then. The rejection is shared by all who wait
   * on the signal; `flush()` follows when they have been told.
   */
  protected abstract aborted(reason: unknown, rejection: PromiseLike<never>): void;

  /** Starts waiting on the signal, which is not aborted yet. */
  watch(signal: AbortSignal): void {
    let hub = hubs.get(signal);
    if (hub === undefined) hubs.set(signal, hub = new Hub(signal));
    this.hub = hub;
    this.ahead = hub.last;
    if (hub.last === undefined) hub.first = this;
    else hub.last.behind = this;
    hub.last = this;
    if (!hub.listening) hub.listen();
  }

  /** The signal that it waits on, if it does. */
  get watched(): AbortSignal | undefined {
    return this.hub?.signal;
  }

  /** Stops waiting on the signal, if it does. O(1). */
  unwatch(): void {
    const { hub, behind, ahead } = this;
    if (hub === undefined) return;
    if (ahead === undefined) hub.first = behind;
    else ahead.behind = behind;
    if (behind === undefined) hub.last = ahead;
    else behind.ahead = ahead;
    this.hub = this.behind = this.ahead = undefined;
    if (hub.first === undefined) hub.idle();
  }

  /** For the hub alone. */
  static abort(operation: Abortable, reason: unknown, rejection: PromiseLike<never>): void {
    operation.unwatch();
    operation.aborted(reason, rejection);
  }
}

/** What is to be done when a signal aborts, where no operation waits. */
export class OnAbort extends Abortable {
  private readonly act: (reason: unknown) => void;

  /** Calls `act` after the abort of the signal, which is not aborted yet, unless it is unwatched before. */
  constructor(signal: AbortSignal, act: (reason: unknown) => void) {
    super();
    this.act = act;
    this.watch(signal);
  }

  protected aborted(reason: unknown): void {
    callLater(this.act, reason);
  }
}

/** For a signal of our own. Throws a `TypeError` where the engine has none. */
export function newController(): AbortController {
  if (typeof AbortController === "function") return new AbortController();
  throw new TypeError("signal requires AbortController, which this engine lacks");
}

/** Those who wait on one signal. */
class Hub implements Sweepable {
  first: Abortable | undefined = undefined;
  last: Abortable | undefined = undefined;
  listening = false;
  readonly signal: AbortSignal;
  private swept = true;

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  private readonly fire = (): void => {
    this.end(this.signal.reason);
  };

  private end(reason: unknown): void {
    const rejection = rejected(reason);
    while (this.first !== undefined) Abortable.abort(this.first, reason, rejection);
    flush(); // only now: one that is to be aborted, too, must not move up
  }

  listen(): void {
    this.listening = true;
    try {
      this.signal.addEventListener("abort", this.fire);
    } catch (error) { // of a signal that is not the platform's: its abort would never be reported
      this.listening = false;
      Promise.resolve().then(() => this.end(error));
    }
  }

  idle(): void {
    if (!this.swept) return;
    this.swept = false;
    sweepLater(this);
  }

  /** Removes the listener unless a waiter came back. */
  sweep(): void {
    this.swept = true;
    if (this.first !== undefined || !this.listening) return;
    this.listening = false;
    try {
      this.signal.removeEventListener("abort", this.fire);
    } catch (error) {
      report(error); // others are still to be swept
    }
  }
}

const hubs = new WeakMap<AbortSignal, Hub>();
