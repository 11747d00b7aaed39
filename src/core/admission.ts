/**
 * Those who wait to send, and how they are let in.
 *
 * Holds whenever no method is running: the first one's value has no room.
 */
import { finishLater, type Unfinished } from "./afterwards.ts";
import { committed, selectOf } from "./case.ts";
import { closedError, crowdedError, fullError } from "./details.ts";
import type { Group } from "./group.ts";
import { Line, type LineOwner, NOBODY, type Waiting } from "./line.ts";
import { Stock } from "./stock.ts";
import type { Offered } from "./types.ts";
import { AbortableOperation, accept, claims, refuse } from "./waiter.ts";

export abstract class Admission<T> extends Stock<T> implements Unfinished, LineOwner {
  protected senders: Line = NOBODY;
  /** Nobody may send any more. */
  protected ended = false;
  /** Somebody is let in, further up in the call stack: who comes now stands behind them. */
  protected lettingIn = false;

  abstract finish(): void;

  /** Lets in the senders whose values have room now, in order. */
  protected letSendersIn(): void {
    if (this.lettingIn) return; // a function of the buffer led here: nobody overtakes the one that it was asked about
    this.lettingIn = true;
    const { senders } = this;
    while (senders.count > 0 && this.letIn(senders.first as Waiting, senders.firstValue as T));
    this.lettingIn = false;
    // A function of the buffer may have parked a receiver, or cancelled the channel, before a value went in.
    const { cancelled } = this.details;
    if (this.buffer.size > 0 && (cancelled || this.receivers.count > 0)) finishLater(this);
    else if (cancelled && senders.count > 0) finishLater(this);
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
  private letIn(sender: Waiting, value: T): boolean {
    // Taken out first, so that functions of the buffer cannot meet it, and put back if there is no room after all. The arm
    // of a select that was claimed is no longer free to leave: where `room` cannot tell for sure, it is claimed afterwards.
    const free = isFreeArm(sender) && this.buffer.room === undefined;
    const signal = sender instanceof AbortableOperation ? sender.watched : undefined;
    let out = false;
    let claimed = false;
    try {
      if (!free && !this.hasRoom(value)) return !this.isFirst(sender, value);
      if (!(out = this.takeOut(sender, value))) return true;
      if (!free && !(claimed = claims(sender))) return true;
      const outcome = this.offer(value);
      if (outcome === "wait") return this.putBack(sender, value, free, signal);
      if (claimed || claims(sender)) this.tell(sender, value, outcome);
    } catch (error) {
      if (claimed || ((out || this.takeOut(sender, value)) && claims(sender))) refuse(sender, error);
    }
    return true;
  }

  /** True: it waits no longer. */
  private putBack(sender: Waiting, value: T, free: boolean, signal: AbortSignal | undefined): boolean {
    const gone = free ? !(selectOf(sender) as Group).isParked : signal?.aborted === true;
    if (!gone) {
      if (signal !== undefined) (sender as AbortableOperation).watch(signal);
      this.senders.unshift(free || signal !== undefined ? sender : committed(sender), value);
    } else if (!free) refuse(sender, signal?.reason);
    return gone;
  }

  /** It may be gone: a function of the buffer can have aborted it. A select loop may be there again, with another value. */
  private isFirst(sender: Waiting, value: T): boolean {
    const { count, first, firstValue } = this.senders;
    return count > 0 && first === sender && Object.is(firstValue, value);
  }

  private takeOut(sender: Waiting, value: T): boolean {
    if (!this.isFirst(sender, value)) return false;
    this.senders.shift();
    return true;
  }

  /** The next value of the buffer, which makes room. */
  protected takeBuffered(): T {
    const value = this.take();
    if (this.senders.count > 0) this.letSendersIn();
    return value;
  }

  /** Tells a claimed sender what the buffer made of its value. */
  private tell(sender: Waiting, value: T, outcome: Offered): void {
    if (outcome === "fail") return refuse(sender, fullError(this.details, value));
    if (outcome === "drop") this.drop(value);
    accept(sender);
  }

  /** The line to wait in with this value. Throws when too many stand there, or user code has closed it meanwhile. */
  protected lineOfSenders(value: T): Line {
    if (this.ended) throw closedError(this.details, value);
    if (this.senders.count >= this.details.maxWaiting) throw crowdedError(this.details, value);
    if (this.senders === NOBODY) this.senders = new Line(this);
    return this.senders;
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

/** Of a select of ours, which may be decided elsewhere. */
function isFreeArm(waiting: Waiting): boolean {
  return typeof waiting !== "function" && waiting.select !== undefined && waiting.asks !== true;
}
