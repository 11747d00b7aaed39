/**
 * Those who wait to send, and how they are let in.
 *
 * Holds whenever no method is running: the first one's value has no room.
 */
import { finishLater, type Unfinished } from "../engine/hooks.ts";
import { committed } from "../waiting/case-protocol.ts";
import { closedError, crowdedError, fullError } from "./cold-state.ts";
import { type Fifo, isPlain } from "./fifo.ts";
import { NO_WAITERS, type Parked, type QueueOwner, WaitQueue } from "../waiting/wait-queue.ts";
import { Stock } from "./state.ts";
import type { Offered } from "../types.ts";
import { accept, claims, refuse } from "../waiting/waiter.ts";

export abstract class Admission<T> extends Stock<T> implements Unfinished, QueueOwner {
  protected senders: WaitQueue = NO_WAITERS;

  abstract finish(): void;

  /** Lets in the senders whose values have room now, in order. */
  protected letSendersIn(): void {
    while (this.senders.count > 0 && this.letFirstIn());
    if (this.receivers.count > 0 && this.buffer.size > 0) finishLater(this); // a foreign turn came here while it was asked
  }

  left(wasFirst: boolean): void {
    if (this.senders.count === 0) this.endIfDrained();
    else if (wasFirst) finishLater(this);
  }

  /** A select loop that sent here, too, may stand among the receivers: it learns of the end when the last sender is gone. */
  protected endIfDrained(): void {
    if (this.ended && this.senders.count === 0 && this.receivers.count > 0) finishLater(this);
  }

  /** Lets the first sender in; false: there is no room for its value. What the buffer throws is that sender's. */
  private letFirstIn(): boolean {
    const { senders } = this;
    const { first, firstValue } = senders;
    const sender = first as Parked;
    const value = firstValue as T;
    let claimed = false;
    try {
      if (!this.hasRoom(value)) return false;
      claimed = this.takeOut(sender);
      if (claimed && this.details.cancelled) throw closedError(this.details, value); // by a foreign turn
      if (claimed) return this.tell(sender, value, this.offer(value));
    } catch (error) {
      if (claimed || this.takeOut(sender)) refuse(sender, error);
    }
    return true;
  }

  /** True if it is still the first, and may be served. `room` may have aborted it. */
  private takeOut(sender: Parked): boolean {
    const { senders } = this;
    return senders.first === sender && claims(senders.shift());
  }

  /** Tells a claimed sender what the buffer made of its value. False: it waits again, and can no longer leave. */
  private tell(sender: Parked, value: T, outcome: Offered): boolean {
    if (outcome === "wait") this.senders.unshift(committed(sender), value);
    else if (outcome === "fail") refuse(sender, fullError(this.details, value));
    else {
      if (outcome === "drop") this.drop(value);
      accept(sender);
    }
    return outcome !== "wait";
  }

  /** The next value of the buffer, which makes room. */
  protected takeBuffered(): T {
    const value = this.buffer.take();
    this.took(value);
    if (this.senders.count > 0 && !this.letOneIn()) this.letSendersIn();
    return value;
  }

  /** The usual case: there is room for exactly one now, for a plain send into a buffer that calls no user code. */
  private letOneIn(): boolean {
    const { senders, buffer } = this;
    const { first, firstValue } = senders;
    if (typeof first !== "function" || !isPlain(buffer)) return false;
    senders.shift();
    (buffer as Fifo<T>).push(firstValue as T);
    accept(first);
    return true;
  }

  /** The line to wait in with this value. Throws when too many stand there, or user code has closed it since the attempt. */
  protected lineOfSenders(value: T): WaitQueue {
    if (this.ended || this.senders.count >= this.details.maxWaiting) throw this.refusal(value);
    if (this.senders === NO_WAITERS) this.senders = new WaitQueue(this);
    return this.senders;
  }

  private refusal(value: T): Error {
    return (this.ended ? closedError : crowdedError)(this.details, value);
  }

  protected rejectSenders(): void {
    const { senders } = this;
    while (senders.count > 0) {
      const value = senders.firstValue as T;
      const sender = senders.shift();
      if (claims(sender)) refuse(sender, closedError(this.details, value));
    }
  }
}
