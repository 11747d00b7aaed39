/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The sending end of a broadcast.
 *
 * A value goes to all subscribers in one pass, and is queued for each one without room. Its `send` ends when no
 * subscriber has it queued. A send that cannot begin stands in `senders`, as in a channel: while there is no subscriber
 * to wait for, during a pass, and behind a select case. A select case happens only when all subscribers can take its
 * value at once, because a half-sent value could neither be taken back nor wait. Where sends wait for a subscriber, a
 * send goes back to the head of `senders` when the last subscriber leaves before any has accepted the value.
 *
 * Holds, whenever no method is running: the first of `senders` cannot begin.
 */
import { finishLater, flush, type Unfinished } from "../core/engine/hooks.ts";
import { signalOf } from "../core/engine/arguments.ts";
import { receivingCase, selectOf } from "../core/waiting/case-protocol.ts";
import { bufferOf } from "../core/channel/channel.ts";
import { crowdedError, DEFAULTS } from "../core/channel/cold-state.ts";
import { dispose } from "../core/engine/dispose.ts";
import { NO_WAITERS, type Parked, type QueueOwner, WaitQueue } from "../core/waiting/wait-queue.ts";
import type { Case } from "../core/select-types.ts";
import type { Outlet } from "../core/channel/sending.ts";
import type { Buffer, End, Got, WaitOptions } from "../core/types.ts";
import { AbortableOperation, accept, claims, park, refuse, Send } from "../core/waiting/waiter.ts";
import { type Home, type Returned, SharedLog } from "./shared-log.ts";
import { Publisher } from "./sending-half.ts";
import { type Host, Subscriber } from "./subscriber.ts";
import type { Subscription } from "./types.ts";

export abstract class Broadcasting<T> extends Publisher<T>
  implements Host<T>, Home<T>, Outlet<T>, QueueOwner, Unfinished {
  readonly log: SharedLog<T, Subscriber<T>>;
  over = false;
  calls = 0;
  private readonly waitsForSomebody: boolean;
  protected senders: WaitQueue = NO_WAITERS;
  /** Whether the last send that was started is under way. */
  private begun = false;

  constructor(replay: number, waitsForSomebody: boolean) {
    super();
    this.log = new SharedLog(replay, waitsForSomebody ? this : undefined);
    this.waitsForSomebody = waitsForSomebody;
  }

  subscribe(buffer: number | Buffer<T>, options?: WaitOptions): Subscription<T> {
    const signal = signalOf(options);
    const subscriber = new BroadcastSubscription(this, bufferOf(buffer));
    subscriber.begin(signal);
    flush();
    return subscriber;
  }

  get subscribers(): number {
    return this.log.readers.size;
  }

  get crowded(): boolean {
    return this.senders.count > 0 && !this.log.passing && this.calls === 0;
  }

  stir(): void {
    if (this.crowded) finishLater(this);
  }

  attemptSend(value: T): boolean {
    this.refuseWhileCalling();
    this.refuseIfClosed(value);
    const fits = this.senders.count === 0 && this.fits(value, undefined);
    if (fits) return this.pass(value) || this.begun;
    this.goOn();
    return false;
  }

  startSend(value: T): boolean {
    this.refuseWhileCalling();
    this.refuseIfClosed(value);
    this.refuseIfCrowded(value);
    if (this.senders.count > 0 || this.log.passing || this.unwanted) return this.begun = false;
    return this.pass(value);
  }

  waitToSend(value: T, signal: AbortSignal | undefined): Promise<void> {
    const { begun, log } = this;
    if (signal?.aborted) { // by user code of a buffer
      if (begun) log.withdraw();
      throw signal.reason;
    }
    const line = begun ? log : this.lineOfSenders();
    return park(line, value, signal, Send);
  }

  enlistSender(sender: Parked, value: T): void {
    this.refuseIfClosed(value);
    this.refuseIfCrowded(value);
    this.lineOfSenders().push(sender, value);
  }

  readyToSend(): undefined {
    return undefined;
  }

  readyToSendFor(select: unknown, value: T): boolean {
    this.refuseWhileCalling();
    const ready = this.ended || (this.senders.count === 0 && this.fits(value, select));
    this.goOn();
    return ready;
  }

  takeBack(sends: readonly Returned<T>[]): void {
    const line = this.lineOfSenders();
    for (let index = sends.length - 1; index >= 0; index--) line.unshift(...sends[index] as Returned<T>);
    this.over = false;
    finishLater(this);
  }

  recheck(): void {
    finishLater(this);
  }

  left(): void {
    finishLater(this);
  }

  protected closing(): void {
    finishLater(this);
  }

  join(subscriber: Subscriber<T>): void {
    this.readers.add(subscriber);
    this.stir();
  }

  forget(subscriber: Subscriber<T>): void {
    this.readers.delete(subscriber);
  }

  /** The subscribers, for a change. A pass in progress continues over those that it began with. */
  private get readers(): Set<Subscriber<T>> {
    const { log } = this;
    if (log.passing) log.readers = new Set(log.readers);
    return log.readers;
  }

  finish(): void {
    const { senders } = this;
    while (senders.count > 0 && this.letIn(senders.first as Parked, senders.firstValue as T));
    if (!this.ended || this.over || senders.count > 0) return;
    this.over = true;
    for (const subscriber of this.log.readers) subscriber.end(this.error);
  }

  /** Begins the first send. Returns false when that is not possible. */
  private letIn(sender: Parked, value: T): boolean {
    const { senders, log } = this;
    const select = selectOf(sender);
    if (select === undefined ? this.unwanted : !this.fits(value, select)) return false;
    // left, in user code of a buffer
    if (senders.first !== sender || !Object.is(senders.firstValue, value)) return true;
    const signal = sender instanceof AbortableOperation ? sender.watched : undefined;
    senders.shift();
    if (!claims(sender)) return true;
    if (this.pass(value) || select !== undefined) accept(sender);
    else if (signal?.aborted) {
      if (this.begun) log.withdraw();
      refuse(sender, signal.reason);
    } else {
      if (signal !== undefined) (sender as AbortableOperation).watch(signal);
      if (this.begun) log.push(sender);
      else senders.unshift(sender, value);
    }
    return true;
  }

  /** Whether a send must wait for a subscriber. After `close`, subscribers that have ended may remain. */
  private get unwanted(): boolean {
    if (!this.waitsForSomebody) return false;
    const { readers } = this.log;
    return this.ended ? [...readers].every((subscriber) => subscriber.isOver) : readers.size === 0;
  }

  /** Whether all subscribers could take the value at once, from a sender other than this select. */
  private fits(value: T, select: unknown): boolean {
    const { log } = this;
    if (log.passing || this.unwanted) return false;
    log.beginPass();
    let fits = true;
    for (const subscriber of log.readers) {
      fits = subscriber.couldTake(value, select);
      if (!fits) break;
    }
    log.endPass();
    return fits && !this.unwanted; // the last subscriber may have failed
  }

  /** Passes a value to all subscribers, which begins its send. Returns true when all have accepted it. */
  private pass(value: T): boolean {
    const { log, waitsForSomebody } = this;
    log.beginPass();
    let position = log.keeps ? log.append(value) : undefined;
    let isOwned = !waitsForSomebody;
    for (const subscriber of log.readers) {
      if (!subscriber.takes(value)) subscriber.enter(value, position ??= log.append(value));
      isOwned ||= subscriber.hasAccepted;
    }
    const isDone = log.accepting.rear === undefined;
    this.begun = isOwned || !isDone;
    if (position !== undefined) {
      if (!this.begun) log.withdraw();
      else if (isOwned) log.own(position);
    }
    log.endPass();
    this.goOn();
    return isDone && isOwned;
  }

  /** Continues after a pass, during which other sends may have been queued, or the broadcast closed. */
  private goOn(): void {
    if (this.senders.count > 0 || this.ended) finishLater(this);
  }

  private lineOfSenders(): WaitQueue {
    if (this.senders === NO_WAITERS) this.senders = new WaitQueue(this);
    return this.senders;
  }

  /** A value that a subscriber's buffer sends from its own user code could not reach that subscriber. */
  private refuseWhileCalling(): void {
    if (this.calls > 0) throw new TypeError("Cannot send: a subscriber is calling its buffer");
  }

  private refuseIfCrowded(value: T): void {
    if (this.senders.count + this.log.pending >= DEFAULTS.maxWaiting) throw crowdedError(DEFAULTS, value, "");
  }
}

class BroadcastSubscription<T> extends Subscriber<T> implements Subscription<T> {
  [dispose](): void {
    this.cancel();
  }

  [receivingCase](): Case<Got<T> | End> {
    return this.asCase();
  }
}
