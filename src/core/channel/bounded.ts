/**
 * The channel: where sends meet receives.
 *
 * ```
 *  send(v)                                                receive()
 *    closed?           yes ─▶ reject, v goes back           a value in the buffer?  yes ─▶ take it; parked senders move in
 *    a receiver waits? yes ─▶ hand v over                   a sender waits?         yes ─▶ take its value, wake it
 *    room?             yes ─▶ into the buffer               closed?                 yes ─▶ { done: true }
 *    park in `senders`                                      park in `receivers`
 * ```
 *
 * Holds whenever no method is running: `senders` or `receivers` is empty, but for the arms of one select that both
 * sends and receives here; a buffered value means that no receiver waits.
 */
import { callLater, finishLater, flush } from "../engine/hooks.ts";
import { signalOf } from "../engine/arguments.ts";
import { hasOther, receivingCase, sendingCase } from "../waiting/case-protocol.ts";
import { callingError, closedError, type ColdState, described, fullError } from "./cold-state.ts";
import { Delivery } from "./receive.ts";
import { dispose } from "../engine/dispose.ts";
import { Fifo, isPlain } from "./fifo.ts";
import type { Parked, Waiter } from "../waiting/wait-queue.ts";
import { type Notes, printed } from "../engine/printed.ts";
import { newController } from "../engine/abort.ts";
import { sendAll } from "./send-all.ts";
import { type Outlet, Sending } from "./sending.ts";
import { completed, failed } from "../engine/event-loop.ts";
import type { Case } from "../select-types.ts";
import type { Buffer, Channel, ChannelStats, End, Got, Offered, WaitOptions } from "../types.ts";
import { park, Send } from "../waiting/waiter.ts";

/** A channel over this buffer. */
export function bounded<T>(buffer: Buffer<T>, details: ColdState<T>): Channel<T> {
  return new Kind(buffer, details);
}

/**
 * Has channels be of another kind from now on: while a trace runs, of one that tells what happens to it. So the price of
 * tracing is one variable, read when a channel is made; channels that are not traced know nothing of it.
 */
export function makeOf(kind: ChannelKind): void {
  Kind = kind;
}

/** What `channel` makes, as others can extend it. */
export type ChannelKind = new <T>(buffer: Buffer<T>, details: ColdState<T>) => Bounded<T> & Disposable;

/** All of a channel but its symbols, which `isolatedDeclarations` does not allow in a class that others extend. */
export abstract class Bounded<T> extends Delivery<T> implements Outlet<T> {
  send(value: T, options?: WaitOptions): Promise<void> {
    let sent: Promise<void>;
    try {
      const signal = options === undefined ? undefined : signalOf(options);
      if (signal?.aborted) throw signal.reason;
      sent = this.attemptSend(value) ? completed() : this.waitToSend(value, signal);
    } catch (error) {
      sent = failed(error);
    }
    flush();
    return sent;
  }

  /** Gets in line. Only when `attemptSend` has just said no. */
  waitToSend(value: T, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw signal.reason; // by user code of the buffer
    return park(this.lineOfSenders(value), value, signal, Send);
  }

  sendAll(values: Iterable<T> | AsyncIterable<T>, options?: WaitOptions): Promise<number> {
    return this.calling ? failed(callingError(this.details, "send")) : sendAll(this, values, options);
  }

  trySend(value: T): boolean {
    if (this.receivers.count === 0 && this.buffer.refusesAll === true) return false;
    let outcome: Offered | "closed";
    try {
      outcome = this.place(value);
    } catch (error) {
      flush();
      throw error;
    }
    flush(); // a `finally` for both would be a fifth of what a value costs that is dropped, on Node 20
    return outcome === "kept" || outcome === "merge";
  }

  close(error?: unknown): void {
    this.refuseWhileCalling("close");
    if (this.ended) return;
    this.setEnded();
    if (error !== undefined) this.ownDetails().error = error;
    if (this.senders.count === 0) this.endReceivers();
    flush();
  }

  override cancel(reason?: unknown): void {
    this.refuseWhileCalling("cancel");
    const details = this.ownDetails();
    if (details.cancelled) return;
    this.setEnded();
    details.cancelled = true;
    details.reason = reason;
    const { controller } = details;
    try {
      this.dropAll();
    } finally {
      if (this.size > 0) this.buffer = new Fifo(this.capacity); // it has failed: a cancelled channel holds nothing
      this.rejectSenders();
      this.endReceivers();
      if (controller !== undefined) callLater(() => controller.abort(reason));
      flush();
    }
  }

  get closed(): boolean {
    return this.ended;
  }

  /**
   * What it says of itself. Here, not where it is printed: how many fields an object will have JavaScriptCore guesses by the
   * accessors of its own class. By one it guesses two, and the others are in an array apart (22 % of `daisy:10000` on Bun).
   */
  protected get notes(): Notes {
    return described(this);
  }

  get signal(): AbortSignal {
    const details = this.ownDetails();
    if (details.controller === undefined) {
      details.controller = newController();
      if (details.cancelled) details.controller.abort(details.reason);
    }
    return details.controller.signal;
  }

  get stats(): ChannelStats {
    const { received, peak, size, details: { dropped, merged } } = this;
    const sent = received + dropped + merged + size;
    const waiting = { waitingSenders: this.senders.count, waitingReceivers: this.receivers.waiting };
    return { sent, received, dropped, merged, peak, ...waiting };
  }

  /** Sends if that needs no waiting; false: it must wait. Throws when the value is refused. */
  attemptSend(value: T): boolean {
    const outcome = this.place(value);
    return outcome === "kept" || (outcome !== "wait" && this.concluded(outcome, value));
  }

  /** The value is neither kept nor to wait. */
  private concluded(outcome: Offered | "closed", value: T): true {
    if (outcome === "fail") throw fullError(this.details, value);
    if (outcome === "closed") throw closedError(this.details, value);
    if (outcome === "drop") this.drop(value);
    return true;
  }

  get plain(): boolean {
    return isPlain(this.buffer);
  }

  keep(value: T): boolean {
    if (this.state > 0 || this.receivers.count > 0 || this.senders.count > 0) return false;
    return this.offer(value) === "kept";
  }

  enlistSender(sender: Parked, value: T): void {
    this.lineOfSenders(value).push(sender, value);
  }

  readyToSendFor(select: unknown, value: T): boolean {
    this.refuseWhileCalling("send");
    return this.ended || hasOther(this.receivers, select) || (this.senders.count === 0 && this.hasRoom(value));
  }

  readyToSend(): boolean | undefined {
    const { buffer } = this;
    if (this.state > 0) return this.hasEnded("send");
    if (this.receivers.count > 0) return true;
    if (this.senders.count > 0) return false;
    return buffer.room === undefined ? buffer.size < buffer.capacity : undefined;
  }

  override stand(waiter: Waiter): void {
    this.lineOfReceivers().stand(waiter);
  }

  override recheck(): void {
    finishLater(this);
  }

  /** Brings the channel in order after user code may have used it in the middle of an operation. */
  finish(): void {
    if (!this.details.cancelled) this.letSendersIn();
    this.serveReceivers();
  }

  /** Puts a value where it can go without waiting, if anywhere. */
  private place(value: T): Offered | "closed" {
    if (this.state > 0 && this.hasEnded("send")) return "closed";
    if (this.receivers.count > 0) {
      if (this.handOver(value)) return "kept";
      if (this.ended) return "closed"; // by a foreign turn, when it was asked
    }
    if (this.senders.count > 0) return "wait";
    // As `offer` does, one call less deep: JavaScriptCore makes one piece of code of five (6 % of `receive:16` on Bun).
    return this.counted(this.buffer.offer(value, this.discard), value);
  }
}

class BoundedChannel<T> extends Bounded<T> implements Channel<T> {
  [dispose](): void {
    this.close();
  }

  [receivingCase](): Case<Got<T> | End> {
    return this.asCase();
  }

  [sendingCase](value: T): Case<Got<undefined>> {
    return new Sending(this, value);
  }

  static {
    printed(this.prototype, "Channel", (it) => it.notes);
  }
}

/** The class of channels outside a trace. */
export const PlainChannel: ChannelKind = BoundedChannel;

let Kind: ChannelKind = PlainChannel;
