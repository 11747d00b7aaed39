/**
 * The receiving end of one subscriber: a channel whose senders wait in the log shared by all subscribers.
 *
 * A plain buffer of any capacity is a `LogWindow` of that log, so that its values need no memory of their own. Any
 * other buffer has its own policy, and so needs its own store. A window needs one, too, in the rare case that a send is
 * withdrawn which this subscriber has accepted and others have not.
 *
 * Holds, whenever no method is running: the buffer has no room for `next`, the first queued value; a receiver waits
 * only while there is neither a queued nor a buffered value.
 */
import { finishLater, type Unfinished } from "../core/engine/hooks.ts";
import { Delivery } from "../core/channel/receive.ts";
import { DEFAULTS } from "../core/channel/cold-state.ts";
import { OverflowError } from "../core/errors.ts";
import { Fifo } from "../core/channel/fifo.ts";
import type { WaitQueue } from "../core/waiting/wait-queue.ts";
import type { Poll } from "../core/engine/poll.ts";
import { Receiving } from "../core/channel/receiver.ts";
import type { Buffer, Offered } from "../core/types.ts";
import type { LogListener, SharedLog } from "./shared-log.ts";
import type { Cursor } from "./cursors.ts";
import { LogWindow } from "./log-window.ts";

/** The source of the values. */
export interface Origin<T> extends Unfinished {
  readonly log: SharedLog<T>;
  /** No value will follow those in the log. */
  readonly over: boolean;
  /** The error after the last value; `undefined` for a normal end. */
  readonly error: unknown;
  /** A sender waits until all subscribers can take a value at once. */
  readonly crowded: boolean;
  /** Looks again whether they can. */
  stir(): void;
}

export abstract class LogReader<T> extends Delivery<T> implements LogListener {
  protected abstract readonly origin: Origin<T>;
  protected next: Cursor | undefined = undefined;
  protected window: LogWindow<T> | undefined = undefined;
  /** A receiver would take a value now. */
  protected wanting = false;
  /** The pass of the log in which this subscriber last had its turn. */
  protected round = 0;
  /** The first queued value was withdrawn in user code of the buffer, called with that value. */
  private withdrawn = false;

  constructor(buffer: Buffer<T>, log: SharedLog<T>) {
    super(buffer, DEFAULTS);
    const isPlain = buffer.offer === Fifo.prototype.offer;
    if (isPlain) this.buffer = this.window = new LogWindow(buffer.capacity, log);
  }

  /** No value will follow those queued. */
  abstract end(error: unknown): void;
  /** The buffer cannot take a value. */
  protected abstract fail(error: unknown): void;
  /** Stops delaying the senders. */
  protected abstract depart(): void;

  override ready(): boolean | undefined {
    return this.readyFor() || (this.origin.crowded ? undefined : false);
  }

  override attempt(): Poll<T> {
    this.refuseWhileCalling("receive");
    if (this.buffer.size === 0 && !this.ended) {
      if (this.next === undefined && this.origin.crowded) this.want();
      if (this.buffer.size === 0 && this.next !== undefined) return this.takeFirst(this.next);
    }
    return super.attempt();
  }

  /** Offers to take a value, in case a sender waits for that alone. */
  private want(): void {
    this.wanting = true;
    this.origin.finish();
    this.wanting = false;
  }

  /** Takes the first queued value directly: the buffer is empty and yet had no room for it. */
  private takeFirst(next: Cursor): T {
    const value = this.origin.log.at(next.position);
    this.received++;
    this.pass(next);
    this.ease();
    return value;
  }

  protected override takeBuffered(): T {
    const value = this.buffer.take();
    this.took(value);
    this.ease();
    return value;
  }

  /** Takes one value at a time, because each may make room for a queued one. */
  override fill(batch: T[], max: number): void {
    Receiving.prototype.fill.call(this, batch, max);
  }

  /** Uses the room that was made. */
  private ease(): void {
    const { origin } = this;
    if (this.next !== undefined) this.pull();
    else if (this.ended && this.buffer.size === 0) this.depart();
    origin.stir();
  }

  override readyFor(): boolean {
    this.refuseWhileCalling("receive");
    return this.buffer.size > 0 || this.next !== undefined || this.ended;
  }

  override recheck(): void {
    finishLater(this);
  }

  /** One more receiver waits, which a sender may have waited for. */
  protected override lineOfReceivers(): WaitQueue {
    this.origin.stir();
    return super.lineOfReceivers();
  }

  override finish(): void {
    this.pull();
    this.serveReceivers();
    this.origin.stir();
  }

  /** Moves queued values into the buffer, as long as it has room. */
  protected pull(): void {
    const { log } = this.origin;
    while (this.next !== undefined) {
      const { position } = this.next;
      this.withdrawn = false;
      log.cursor = position;
      if (!this.admit(log.at(position))) break;
      if (this.next !== undefined && !this.withdrawn) this.pass(this.next);
    }
  }

  /** Offers a value to the buffer. Returns false when the value has to wait. */
  protected admit(value: T): boolean {
    let outcome: Offered;
    try {
      outcome = this.offer(value);
    } catch (error) {
      this.fail(error);
      return true;
    }
    if (outcome === "drop") this.drop(value);
    else if (outcome === "fail") this.fail(new OverflowError("Cannot take: the subscriber's buffer is full", value));
    return outcome !== "wait";
  }

  /** Marks the first queued value as accepted. */
  private pass(next: Cursor): void {
    const { log } = this.origin;
    log.own(next.position);
    this.advance(next);
    log.settle();
  }

  private advance(next: Cursor): void {
    const { log, over, error } = this.origin;
    const { position } = next;
    const after = this.round === log.round ? log.after(position) : log.afterUnpassed(position);
    this.next = log.accepting.move(next, after);
    if (this.next === undefined && over) this.end(error);
  }

  keep(position: number): void {
    const { window, next } = this;
    if (next !== undefined && next.position <= position) return;
    if (window?.holds(position)) this.moveOut(window);
  }

  private moveOut(window: LogWindow<T>): void {
    const kept = new Fifo<T>(window.capacity);
    while (window.size > 0) kept.push(window.shift());
    window.clear();
    this.window = undefined;
    this.buffer = kept;
  }

  skip(position: number): void {
    if (this.next?.position !== position) return;
    this.withdrawn = true;
    this.advance(this.next);
    finishLater(this);
  }
}
