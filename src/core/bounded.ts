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
 * sends and receives here; a buffered value means that no receiver waits; the first parked sender's value has no room.
 */
import { callLater, finishLater, tidy, type Unfinished } from "./afterwards.ts";
import { signalOf } from "./arguments.ts";
import { hasOther, sendingCase } from "./case.ts";
import { closedError, crowdedError, described, fullError } from "./details.ts";
import { dispose } from "./dispose.ts";
import { Line, type LineOwner, NOBODY, type Waiting } from "./line.ts";
import { sendAll } from "./send-all.ts";
import { type Outlet, Sending } from "./sending.ts";
import { Stock } from "./stock.ts";
import { completed } from "./turn.ts";
import type { Case, Channel, ChannelStats, End, Got, Offered, Turn, WaitOptions } from "./types.ts";
import { accept, answer, claimFirst, claims, park, parkAbortable, refuse, Send } from "./waiter.ts";

export class BoundedChannel<T> extends Stock<T> implements Channel<T>, Outlet<T>, Unfinished, LineOwner {
  closed = false;
  private senders: Line = NOBODY;

  send(value: T, options?: WaitOptions): Promise<void> {
    try {
      const signal = options === undefined ? undefined : signalOf(options);
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (!this.attemptSend(value)) {
        const line = this.lineOfSenders(value);
        return signal === undefined ? park(line, value) : parkAbortable(line, value, signal, Send);
      }
    } catch (error) {
      tidy();
      return Promise.reject(error);
    }
    tidy();
    return completed();
  }

  sendAll(values: Iterable<T> | AsyncIterable<T>, options?: WaitOptions): Promise<number> {
    return sendAll(this, values, options, (value) => {
      this.undelivered(value);
      tidy();
    });
  }

  trySend(value: T): boolean {
    try {
      const outcome = this.place(value);
      return outcome === "kept" || outcome === "merge";
    } finally {
      tidy();
    }
  }

  close(error?: unknown): void {
    if (this.closed) return;
    this.closed = true;
    if (error !== undefined) this.ownDetails().error = error;
    if (this.senders.count === 0) this.endReceivers();
    tidy();
  }

  override cancel(reason?: unknown): void {
    const details = this.ownDetails();
    if (details.cancelled) return;
    this.closed = details.cancelled = true;
    details.reason = reason;
    this.rejectSenders();
    this.dropAll();
    this.endReceivers();
    const { controller } = details;
    if (controller !== undefined) callLater(() => controller.abort(reason));
    tidy();
  }

  [dispose](): void {
    this.close();
  }

  get signal(): AbortSignal {
    const details = this.ownDetails();
    if (details.controller === undefined) {
      details.controller = new AbortController();
      if (details.cancelled) details.controller.abort(details.reason);
    }
    return details.controller.signal;
  }

  get stats(): ChannelStats {
    const { received, peak, size, details: { dropped, merged } } = this;
    const sent = received + dropped + merged + size;
    const waiting = { waitingSenders: this.senders.count, waitingReceivers: this.receivers.count };
    return { sent, received, dropped, merged, peak, ...waiting };
  }

  /** Sends if that needs no waiting; false: it must wait. Throws when the value is refused. */
  attemptSend(value: T): boolean {
    const outcome = this.place(value);
    if (outcome === "drop") this.drop(value);
    else if (outcome === "fail") throw fullError(this.details, value);
    else if (outcome === "closed") throw closedError(this.details, value);
    return outcome !== "wait";
  }

  override attempt(): Got<T> | End | undefined {
    if (this.buffer.size > 0) return { done: false, value: this.takeBuffered() };
    const { senders } = this;
    while (senders.count > 0) {
      const value = senders.firstValue as T;
      const sender = senders.shift();
      if (!claims(sender)) continue;
      this.received++;
      accept(sender);
      return { done: false, value };
    }
    if (!this.closed) return undefined;
    if (this.details.error !== undefined) throw this.details.error;
    return { done: true, value: undefined };
  }

  override fill(batch: T[], max: number): void {
    while (batch.length < max) {
      if (this.buffer.size > 0) {
        batch.push(this.takeBuffered());
        continue;
      }
      if (this.senders.count === 0) return;
      const result = this.attempt();
      if (result === undefined || result.done) return;
      batch.push(result.value);
    }
  }

  enlistSender(sender: Waiting, value: T): void {
    this.lineOfSenders(value).push(sender, value);
  }

  override readyFor(turn: Turn<never>): boolean {
    if (this.buffer.size > 0 || (this.closed && this.senders.count === 0)) return true;
    return hasOther(this.senders, turn);
  }

  readyToSendFor(turn: Turn<never>, value: T): boolean {
    return this.closed || hasOther(this.receivers, turn) || (this.senders.count === 0 && this.hasRoom(value));
  }

  [sendingCase](value: T): Case<Got<undefined>> {
    return new Sending(this, value);
  }

  /** Lets in the senders whose values have room now, in order. */
  finish(): void {
    const { senders } = this;
    while (senders.count > 0) {
      const sender = senders.first;
      const value = senders.firstValue as T;
      try {
        // Who may say no is asked before its value goes in; for the others `offer` decides alone.
        const asks = typeof sender !== "function" && sender.asks;
        if (asks && !this.hasRoom(value)) return;
        if (asks && !claims(senders.shift())) continue;
        const outcome = this.offer(value);
        if (outcome === "wait" && !asks) return;
        if (!asks) claims(senders.shift());
        this.tell(sender, value, outcome);
      } catch (error) {
        if (senders.count > 0 && senders.first === sender) claims(senders.shift());
        refuse(sender, error);
      }
    }
  }

  left(wasFirst: boolean): void {
    if (wasFirst && this.senders.count > 0) finishLater(this);
  }

  get [Symbol.toStringTag](): string {
    return "Channel";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return described(this);
  }

  [Symbol.for("Deno.customInspect")](): string {
    return described(this);
  }

  /** Puts a value where it can go without waiting, if anywhere. */
  private place(value: T): Offered | "closed" {
    if (this.closed) return "closed";
    if (this.receivers.count > 0) {
      const receiver = claimFirst(this.receivers);
      if (receiver !== undefined) {
        this.received++;
        answer(receiver, false, value);
        return "kept";
      }
    }
    if (this.senders.count > 0) return "wait";
    const outcome = this.offer(value);
    if (this.closed || this.receivers.count > 0) this.recover();
    return outcome;
  }

  /** A function of the buffer used the channel while it was asked about a value: what it did now meets that value. */
  private recover(): void {
    if (this.details.cancelled) this.dropAll();
    while (this.buffer.size > 0 && this.receivers.count > 0) {
      const receiver = claimFirst(this.receivers);
      if (receiver !== undefined) answer(receiver, false, this.take());
    }
  }

  private takeBuffered(): T {
    const value = this.take();
    if (this.senders.count > 0) this.finish();
    return value;
  }

  /** Tells a claimed sender what the buffer made of its value. */
  private tell(sender: Waiting, value: T, outcome: Offered): void {
    if (outcome === "fail" || outcome === "wait") return refuse(sender, fullError(this.details, value));
    if (outcome === "drop") this.drop(value);
    accept(sender);
  }

  /** The line to wait in with this value. Throws when too many stand there. */
  private lineOfSenders(value: T): Line {
    if (this.senders.count >= this.details.maxWaiting) throw crowdedError(this.details, value);
    if (this.senders === NOBODY) this.senders = new Line(this);
    return this.senders;
  }

  private rejectSenders(): void {
    const { senders } = this;
    while (senders.count > 0) {
      const value = senders.firstValue as T;
      const sender = senders.shift();
      if (claims(sender)) refuse(sender, closedError(this.details, value));
    }
  }

  private endReceivers(): void {
    const { error } = this.details;
    for (let receiver = claimFirst(this.receivers); receiver !== undefined; receiver = claimFirst(this.receivers)) {
      if (error === undefined) answer(receiver, true, undefined);
      else refuse(receiver, error);
    }
  }
}
