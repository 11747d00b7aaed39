/**
 * One subscriber of a watched value. It stores no value, only the number of the last change that it has seen.
 *
 * Holds, whenever no method is running: a receiver waits only while the newest value has been seen.
 */
import { flush } from "../core/engine/hooks.ts";
import { OnAbort } from "../core/engine/abort.ts";
import { END, type Poll, WAIT } from "../core/engine/poll.ts";
import { printed, waiting } from "../core/engine/printed.ts";
import { Receiving } from "../core/channel/receiver.ts";
import { answer, claimFirst, refuse } from "../core/waiting/waiter.ts";

/** The watched value. */
export interface Watched<T> {
  readonly value: T;
  /** The number of the newest value; the first one is 1. */
  readonly version: number;
  /** No value will follow, and all watchers have been told. */
  readonly over: boolean;
  /** The error after the last value; `undefined` for a normal end. */
  readonly error: unknown;
  readonly watchers: Set<Watcher<T>>;
  /** Hands the newest value to waiting receivers. */
  tell(): void;
}

export abstract class Watcher<T> extends Receiving<T> {
  static {
    printed(this.prototype, "Subscription", (it) => [
      it.holds ? "1/1" : "0/1",
      waiting(it.receivers.waiting, "receiver"),
      it.lagged > 0 && `${it.lagged} lagged`,
      it.ended && "closed",
    ]);
  }

  private readonly watched: Watched<T>;
  /** The number of the last value returned. */
  private seen: number;
  /** The number of values before this subscription, plus those returned since. */
  private taken: number;
  /** The newest value belongs to a receiver that is being claimed, further up in the call stack. */
  private serving = false;
  private ended = false;
  private error: unknown = undefined;
  private onAbort: OnAbort | undefined = undefined;

  constructor(watched: Watched<T>) {
    super();
    this.watched = watched;
    this.seen = this.taken = watched.version - 1;
  }

  begin(signal: AbortSignal | undefined): void {
    if (signal?.aborted) return this.leave(signal.reason);
    this.watched.watchers.add(this);
    if (signal !== undefined) this.onAbort = new OnAbort(signal, (reason) => this.leave(reason));
    if (this.watched.over) this.end();
  }

  get lagged(): number {
    return this.given - this.taken;
  }

  /** The number of the newest value returned or missed. */
  private get given(): number {
    return this.holds ? this.watched.version - 1 : this.seen;
  }

  private get holds(): boolean {
    return !this.ended && this.seen < this.watched.version;
  }

  /** No other receiver has a claim to the newest value. */
  private get free(): boolean {
    return !this.serving && this.receivers.count === 0;
  }

  override ready(): boolean {
    return this.holds ? this.free : this.ended;
  }

  override readyFor(): boolean {
    return this.ready();
  }

  override attempt(): Poll<T> {
    if (!this.ready()) return WAIT;
    if (this.holds) return this.take();
    if (this.error !== undefined) throw this.error;
    return END;
  }

  private take(): T {
    const { value, version, over } = this.watched;
    this.see(version);
    if (over) this.end();
    return value;
  }

  private see(version: number): void {
    this.seen = version;
    this.taken++;
  }

  /** Hands a value to the first waiting receiver, unless it was returned already. */
  hand(value: T, version: number): void {
    if (this.receivers.count === 0 || version <= this.seen) return;
    this.serving = true;
    const receiver = claimFirst(this.receivers);
    this.serving = false;
    if (receiver === undefined) return;
    this.see(version);
    answer(receiver, false, value);
  }

  override recheck(): void {
    if (this.ended) this.endReceivers();
    else this.watched.tell();
  }

  /** No value will follow the one it holds. */
  end(): void {
    this.error = this.watched.error;
    if (!this.holds) this.depart();
  }

  override cancel(): void {
    this.leave(undefined);
  }

  /** Leaves and drops what it holds. Its receives then reject with the reason, if there is one. */
  private leave(reason: unknown): void {
    if (reason !== undefined) this.error = reason;
    this.depart();
    flush();
  }

  private depart(): void {
    this.seen = this.given;
    this.ended = true;
    this.watched.watchers.delete(this);
    this.onAbort?.unwatch();
    this.endReceivers();
  }

  private endReceivers(): void {
    const { error } = this;
    for (let receiver = claimFirst(this.receivers); receiver !== undefined; receiver = claimFirst(this.receivers)) {
      if (error === undefined) answer(receiver, true, undefined);
      else refuse(receiver, error);
    }
  }
}
