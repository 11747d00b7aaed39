/**
 * How values reach those who receive.
 *
 * Holds whenever no method is running: a buffered value means that no receiver waits; and so does a waiting sender, but
 * for the arms of one select that both sends and receives here.
 */
import { Admission } from "./send.ts";
import { committed, hasOther, selectOf } from "../waiting/case-protocol.ts";
import { END, type Poll, WAIT } from "../engine/poll.ts";
import { accept, answer, claimFirst, claims, refuse } from "../waiting/waiter.ts";

export abstract class Delivery<T> extends Admission<T> {
  override ready(): boolean | undefined {
    if (this.state > 0) return this.hasEnded("receive");
    return this.buffer.size > 0 || this.senders.count > 0;
  }

  override attempt(): Poll<T> {
    if (this.state > 0) this.hasEnded("receive");
    if (this.buffer.size > 0) return this.takeBuffered();
    if (this.senders.count > 0) return this.takeFromSender();
    return this.ended ? this.ending() : WAIT;
  }

  override fill(batch: T[], max: number): void {
    this.refuseWhileCalling("receive");
    const { buffer } = this;
    while (batch.length < max && buffer.size > 0) {
      if (this.senders.count > 0 || !this.takeMany(batch, max)) batch.push(this.takeBuffered());
    }
    if (batch.length < max && this.senders.count > 0) super.fill(batch, max);
  }

  /** The value of the first sender who may be served, if nothing stands before it by then. */
  private takeFromSender(): Poll<T> {
    const { senders } = this;
    while (senders.count > 0 && this.buffer.size === 0) {
      const value = senders.firstValue as T;
      const sender = senders.shift();
      if (!claims(sender)) continue;
      this.received++;
      this.endIfDrained(); // first: a select loop that both sends and receives here learns of it before its next round
      accept(sender);
      return value;
    }
    return this.attempt();
  }

  private ending(): typeof END {
    if (this.details.error !== undefined) throw this.details.error;
    return END;
  }

  override readyFor(select: unknown): boolean {
    this.refuseWhileCalling("receive");
    return this.buffer.size > 0 || (this.ended && this.senders.count === 0) || hasOther(this.senders, select);
  }

  /** Gives a value to the first receiver who may be served, if there is one. By `claimFirst` it would be a call deeper. */
  protected handOver(value: T): boolean {
    const { receivers } = this;
    while (receivers.count > 0) {
      const receiver = receivers.shift();
      if (!claims(receiver)) continue;
      this.received++;
      answer(receiver, false, value);
      return true;
    }
    return false;
  }

  /** Serves every receiver for whom there is something. In an orderly channel there is none. */
  protected serveReceivers(): void {
    const { receivers } = this;
    for (let slot = this.servable(); slot !== undefined; slot = this.servable()) {
      const receiver = receivers.take(slot);
      if (!claims(receiver)) continue;
      try {
        const polled = this.attempt();
        if (polled === WAIT) receivers.push(committed(receiver), undefined);
        else if (polled === END) answer(receiver, true, undefined);
        else answer(receiver, false, polled);
      } catch (error) {
        refuse(receiver, error);
      }
    }
  }

  /** The slot of the first receiver for whom there is something. */
  private servable(): number | undefined {
    return this.receivers.find((receiver) => this.readyFor(selectOf(receiver)));
  }

  protected endReceivers(): void {
    const { error } = this.details;
    for (let receiver = claimFirst(this.receivers); receiver !== undefined; receiver = claimFirst(this.receivers)) {
      if (error === undefined) answer(receiver, true, undefined);
      else refuse(receiver, error);
    }
  }
}
