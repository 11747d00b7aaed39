/**
 * Those who wait to send, and how they are let in.
 *
 * Holds whenever no method is running: the first one's value has no room.
 */
import { finishLater, type Unfinished } from "./afterwards.ts";
import { committed } from "./case.ts";
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
  private lettingIn = false;
  /** The first of them is out of its line, to be let in, further up in the call stack: nobody goes before it. */
  protected out = false;
  /** Somebody waits to receive, or for the end, because of that. */
  protected heldBack = false;

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
    if (this.heldBack || (this.buffer.size > 0 && (cancelled || this.receivers.count > 0))) finishLater(this);
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
    // Taken out before the buffer is offered its value, so that functions of that cannot meet it, and put back if there is
    // no room after all. The arm of a select that was claimed is no longer free to leave: where `room` cannot tell for
    // sure, it is claimed afterwards.
    const free = this.buffer.room === undefined ? groupOf(sender) : undefined;
    const round = free?.decided;
    const signal = sender instanceof AbortableOperation ? sender.watched : undefined;
    let claimed = false;
    try {
      if (free === undefined ? !this.hasRoom(value) : this.buffer.refusesAll) return !this.isFirst(sender, value);
      if (!this.takeOut(sender, value)) return true;
      if (free === undefined && !(claimed = claims(sender))) return true;
      const outcome = this.offer(value);
      const decided = free?.decided !== round;
      if (outcome !== "wait") {
        if (claimed || (!decided && claims(sender))) this.tell(sender, value, outcome);
      } else if (signal?.aborted) refuse(sender, signal.reason);
      else if (!decided) {
        this.putBack(sender, value, claimed, signal);
        return false;
      }
    } catch (error) {
      const isOut = this.out || this.takeOut(sender, value);
      if (claimed || (isOut && free?.decided === round && claims(sender))) refuse(sender, error);
    } finally {
      this.out = false;
    }
    return true;
  }

  private putBack(sender: Waiting, value: T, claimed: boolean, signal: AbortSignal | undefined): void {
    if (signal !== undefined) (sender as AbortableOperation).watch(signal);
    this.senders.unshift(claimed && signal === undefined ? committed(sender) : sender, value);
  }

  /** It may be gone: a function of the buffer can have aborted it. A select loop may be there again, with another value. */
  private isFirst(sender: Waiting, value: T): boolean {
    const { count, first, firstValue } = this.senders;
    return count > 0 && first === sender && Object.is(firstValue, value);
  }

  private takeOut(sender: Waiting, value: T): boolean {
    if (!this.isFirst(sender, value)) return false;
    this.senders.shift();
    return this.out = true;
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

/** The select of ours that it is an arm of, which may be decided elsewhere. */
function groupOf(waiting: Waiting): Group | undefined {
  return typeof waiting === "function" || waiting.asks === true ? undefined : waiting.select as Group | undefined;
}
