/**
 * Those who wait to send, and how they are let in.
 *
 * Holds whenever no method is running: the first one's value has no room.
 */
import { finishLater, type Unfinished } from "./afterwards.ts";
import { committed } from "./case.ts";
import { closedError, crowdedError, fullError } from "./details.ts";
import { type Fifo, isPlain } from "./fifo.ts";
import { Line, type LineOwner, NOBODY, type Waiting } from "./line.ts";
import { Stock } from "./stock.ts";
import type { Offered } from "./types.ts";
import { AbortableOperation, accept, claims, type Parking, refuse } from "./waiter.ts";

export abstract class Admission<T> extends Stock<T> implements Unfinished, LineOwner {
  protected senders: Line = NOBODY;
  /** A value for which there was no room, when those who stand in line had come while the buffer was asked about it. */
  protected precedes: { readonly value: T } | undefined = undefined;

  abstract finish(): void;

  /** Lets in the senders whose values have room now, in order. */
  protected letSendersIn(): void {
    const { senders } = this;
    this.setAsking(true);
    while (senders.count > 0 && this.letIn(senders.first as Waiting, senders.firstValue as T));
    this.setAsking(false);
    this.answered();
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
    // Claimed before the buffer is offered its value, so that it cannot leave any more. Where `room` cannot tell for sure, an
    // arm of a select stays in its line meanwhile: what is claimed is no longer free to happen elsewhere.
    const stays = this.buffer.room === undefined && isArm(sender);
    const signal = sender instanceof AbortableOperation ? sender.watched : undefined;
    let claimed = false;
    try {
      if (stays ? this.buffer.refusesAll : !this.hasRoom(value)) return !this.isFirst(sender, value);
      if (!stays && !(claimed = this.takeOut(sender, value))) return true;
      const outcome = this.offer(value);
      if (outcome !== "wait") {
        if (claimed || this.takeOut(sender, value)) this.tell(sender, value, outcome);
      } else if (signal?.aborted) refuse(sender, signal.reason);
      else if (claimed) return this.putBack(sender, value, signal);
      else return !this.isFirst(sender, value);
    } catch (error) {
      if (claimed || this.takeOut(sender, value)) refuse(sender, error);
    }
    return true;
  }

  /** Those behind it must wait, too. */
  private putBack(sender: Waiting, value: T, signal: AbortSignal | undefined): false {
    if (signal !== undefined) (sender as AbortableOperation).watch(signal);
    this.senders.unshift(signal === undefined ? committed(sender) : sender, value);
    return false;
  }

  /** It may be gone: a function of the buffer can have aborted it. A select loop may be there again, with another value. */
  private isFirst(sender: Waiting, value: T): boolean {
    const { first, firstValue } = this.senders;
    return first === sender && Object.is(firstValue, value);
  }

  /** True if it is still there, and may be served. */
  private takeOut(sender: Waiting, value: T): boolean {
    return this.isFirst(sender, value) && claims(this.senders.shift());
  }

  /** The next value of the buffer, which makes room. */
  protected takeBuffered(): T {
    this.precedes = undefined; // who was turned away gets this value instead
    const value = this.buffer.take();
    this.took(value);
    if (this.senders.count > 0 && !this.letOneIn()) this.letSendersIn();
    return value;
  }

  /** The usual case: there is room for exactly one now, and it is a plain send into a buffer that calls nobody. */
  private letOneIn(): boolean {
    const { senders, buffer } = this;
    const { first, firstValue } = senders;
    if (typeof first !== "function" || !isPlain(buffer)) return false;
    senders.shift();
    (buffer as Fifo<T>).push(firstValue as T);
    accept(first);
    return true;
  }

  /** Tells a claimed sender what the buffer made of its value. */
  private tell(sender: Waiting, value: T, outcome: Offered): void {
    if (outcome === "fail") return refuse(sender, fullError(this.details, value));
    if (outcome === "drop") this.drop(value);
    accept(sender);
  }

  /** The line to wait in with this value. Throws when too many stand there, or user code has closed it meanwhile. */
  protected lineOfSenders(value: T): Parking {
    if (this.ended || this.senders.count >= this.details.maxWaiting) throw this.refusal(value);
    if (this.senders === NOBODY) this.senders = new Line(this);
    return this.asking || this.precedes !== undefined ? this.placeWhileAsked(value) : this.senders;
  }

  private refusal(value: T): Error {
    return (this.ended ? closedError : crowdedError)(this.details, value);
  }

  /** Where to wait with this value when the buffer is being asked, or just was. */
  private placeWhileAsked(value: T): Parking {
    const { senders, precedes } = this;
    if (this.asking && senders.count === 0) finishLater(this);
    if (precedes === undefined || !Object.is(precedes.value, value)) return senders;
    this.precedes = undefined;
    return { push: (sender, value) => senders.unshift(sender, value) };
  }

  /** The buffer has no room for a value that nobody was before. Those who came while it was asked are behind it. */
  protected turnedAway(value: T): void {
    if (this.senders.count > 0) this.precedes = { value };
    if (this.receivers.count > 0) this.finishFirst();
  }

  /** Whoever comes before `finish` must wait for it, too. */
  protected finishFirst(): void {
    this.setAsking(true);
    finishLater(this);
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

/** An arm of a select of ours, which may be decided elsewhere. */
function isArm(waiting: Waiting): boolean {
  return typeof waiting !== "function" && waiting.asks !== true && waiting.select !== undefined;
}
