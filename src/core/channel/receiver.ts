/**
 * The receiving half, made from two primitives: `attempt`, which never waits, and a line to wait in. Channels, timers
 * and whatever else gives values share it, and so share every rule about loops, batches and aborts.
 */
import { flush } from "../engine/hooks.ts";
import { checkCount, signalOf } from "../engine/arguments.ts";
import { parkTurn, SharedCase } from "../waiting/case-protocol.ts";
import { Batches } from "./batches.ts";
import { iterate } from "./iterate.ts";
import { NO_WAITERS, type Parked, type QueueOwner, WaitQueue } from "../waiting/wait-queue.ts";
import { END, ended, type Poll, resultOf, WAIT } from "../engine/poll.ts";
import { failed, resolved } from "../engine/event-loop.ts";
import type { Case } from "../select-types.ts";
import type { End, Got, Receiver, WaitOptions } from "../types.ts";
import { park, Receive } from "../waiting/waiter.ts";

export abstract class Receiving<T> extends SharedCase implements Receiver<T> {
  receivers: WaitQueue = NO_WAITERS;

  /** The next value or the end, if either is there now. Throws the error that comes after the last value. */
  abstract override attempt(): Poll<T>;
  abstract cancel(reason?: unknown): void;

  /** Whether leaving a loop or a pipeline over it cancels it. A channel is shared. */
  get owned(): boolean {
    return false;
  }

  /** Its buffer is running user code, which it is closed to. */
  get calling(): boolean {
    return false;
  }

  /** Who is told when a receiver leaves early. */
  protected receiversOwner(): QueueOwner | undefined {
    return undefined;
  }

  /** Moves values that can be had at once into `batch`, up to `max` in all. */
  fill(batch: T[], max: number): void {
    while (batch.length < max) {
      const polled = this.attempt();
      if (polled === WAIT || polled === END) return;
      batch.push(polled);
    }
  }

  /** The line of receivers, made when the first one comes. */
  protected lineOfReceivers(): WaitQueue {
    if (this.receivers === NO_WAITERS) this.receivers = new WaitQueue(this.receiversOwner());
    return this.receivers;
  }

  enlist(waiting: Parked): void {
    this.lineOfReceivers().push(waiting, undefined);
  }

  receive(options?: WaitOptions): Promise<IteratorResult<T, undefined>> {
    let received: Promise<IteratorResult<T, undefined>>;
    try {
      const signal = options === undefined ? undefined : signalOf(options);
      if (signal?.aborted) throw signal.reason;
      const polled = this.attempt();
      if (polled === WAIT) {
        if (signal?.aborted) throw signal.reason; // by user code that the attempt called
        received = park(this.lineOfReceivers(), undefined, signal, Receive);
      } else if (polled === END) received = resolved(ended()); // two calls: of either literal V8 knows that it is no promise
      else received = resolved({ value: polled, done: false });
    } catch (error) {
      received = failed(error);
    }
    flush();
    return received;
  }

  tryReceive(): IteratorResult<T, undefined> | undefined {
    let polled: Poll<T>;
    try {
      polled = this.attempt();
    } catch (error) {
      flush();
      throw error;
    }
    flush();
    return resultOf(polled);
  }

  batches(max?: number): AsyncIterableIterator<T[], undefined, undefined> {
    if (max !== undefined) checkCount("max", max, 1, "allowed");
    return new Batches(this, max ?? Infinity);
  }

  consume(): AsyncIterableIterator<T, undefined, undefined> {
    return iterate(this, true);
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<T, undefined, undefined> {
    return iterate(this, this.owned);
  }

  /** This receiver for a foreign select. Not under its symbol, which `isolatedDeclarations` does not allow here. */
  asCase(): Case<Got<T> | End> {
    const poll = () => this.tryReceive() as Got<T> | End | undefined;
    return { poll, park: (turn) => parkTurn(this, poll, turn) };
  }
}
