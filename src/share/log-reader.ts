/**
 * The reading end of one subscriber: a channel whose senders wait in the log that all subscribers share.
 *
 * A plain buffer of any capacity is a `LogWindow` of that log, so that its values cost no memory of their own. Any other has
 * its own idea of what to keep and what to give up, and so needs a store of its own; so does a window in the rare case
 * that a send is withdrawn which it has accepted already, and others have not.
 *
 * Holds, whenever no method is running: `next`, the first value of its line, is one for which the buffer has no room;
 * somebody waits to receive only while there is neither a line nor anything in the buffer.
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

/** What is read. */
export interface Origin<T> extends Unfinished {
  readonly log: SharedLog<T>;
  /** Nothing comes any more but what is in the log. */
  readonly over: boolean;
  /** What comes after that, if not the end. */
  readonly error: unknown;
  /** Somebody waits until all can take a value at once. */
  readonly crowded: boolean;
  /** Perhaps they can now. */
  stir(): void;
}

export abstract class LogReader<T> extends Delivery<T> implements LogListener {
  protected abstract readonly origin: Origin<T>;
  protected next: Cursor | undefined = undefined;
  protected window: LogWindow<T> | undefined = undefined;
  /** Somebody would take a value now. */
  protected wanting = false;
  /** In which pass of the log its turn was last. */
  protected round = 0;
  /** The first value of the line was withdrawn in user code of the buffer, which was called about it. */
  private withdrawn = false;

  constructor(buffer: Buffer<T>, log: SharedLog<T>) {
    super(buffer, DEFAULTS);
    const isPlain = buffer.offer === Fifo.prototype.offer;
    if (isPlain) this.buffer = this.window = new LogWindow(buffer.capacity, log);
  }

  /** Nothing comes any more but what is in its line. */
  abstract end(error: unknown): void;
  /** The buffer cannot take a value. */
  protected abstract fail(error: unknown): void;
  /** Holds nobody back any more. */
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

  /** Perhaps somebody waits for nothing but this. */
  private want(): void {
    this.wanting = true;
    this.origin.finish();
    this.wanting = false;
  }

  /** The first of the line, past the buffer, which is empty and yet had no room for it. */
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

  /** Value by value, since each may make room for one of the line. */
  override fill(batch: T[], max: number): void {
    Receiving.prototype.fill.call(this, batch, max);
  }

  /** There is more room than before. */
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

  /** Who waits to receive is one more for whom others may have waited. */
  protected override lineOfReceivers(): WaitQueue {
    this.origin.stir();
    return super.lineOfReceivers();
  }

  override finish(): void {
    this.pull();
    this.serveReceivers();
    this.origin.stir();
  }

  /** Moves values from the line into the buffer, as long as that has room. */
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

  /** Offers a value to the buffer. False: it has to wait. */
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

  /** Has accepted the first of the line. */
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
