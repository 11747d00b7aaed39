/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The sending end of what is sent to many.
 *
 * A value goes to all subscribers in one pass, and stands in the line of each that has no room for it; its `send` is over
 * when it stands in none. Who cannot begin stands in `senders`, as in a channel: while there is nobody to send to, while a
 * pass is under way, and behind the case of a select. Such a case happens only when all can take its value at once: half
 * sent, it could neither be taken back nor wait on. Where sends wait for a subscriber, one that no subscriber has accepted
 * when the last one leaves that it waited for goes back to the head of `senders`.
 *
 * Holds, whenever no method is running: the first of `senders` cannot begin.
 */
import { finishLater, tidy, type Unfinished } from "../core/engine/hooks.ts";
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
  /** Whether the send that was started last is under way. */
  private begun = false;

  constructor(replay: number, waitsForSomebody: boolean) {
    super();
    this.log = new SharedLog(replay, waitsForSomebody ? this : undefined);
    this.waitsForSomebody = waitsForSomebody;
  }

  subscribe(buffer: number | Buffer<T>, options?: WaitOptions): Subscription<T> {
    const signal = signalOf(options);
    const subscriber = new OwnSubscription(this, bufferOf(buffer));
    subscriber.begin(signal);
    tidy();
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

  /** The subscribers, to be changed. A pass goes on over those that were there when it began. */
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

  /** Lets the first sender begin; false: it cannot. */
  private letIn(sender: Parked, value: T): boolean {
    const { senders, log } = this;
    const select = selectOf(sender);
    if (select === undefined ? this.unwanted : !this.fits(value, select)) return false;
    if (senders.first !== sender || !Object.is(senders.firstValue, value)) return true; // it left, in user code of a buffer
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

  /** Has a send to wait for a subscriber? After `close` there may be some that have had their end. */
  private get unwanted(): boolean {
    if (!this.waitsForSomebody) return false;
    const { readers } = this.log;
    return this.ended ? [...readers].every((subscriber) => subscriber.isOver) : readers.size === 0;
  }

  /** Could all subscribers take the value at once, from somebody else than this select? */
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
    return fits && !this.unwanted; // the last one may have failed
  }

  /** Gives a value to all subscribers, and so begins to send it. True: all have accepted it. */
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

  /** After a pass, in which others may have got in line, or closed it. */
  private goOn(): void {
    if (this.senders.count > 0 || this.ended) finishLater(this);
  }

  private lineOfSenders(): WaitQueue {
    if (this.senders === NO_WAITERS) this.senders = new WaitQueue(this);
    return this.senders;
  }

  /** A value from user code of a subscriber's buffer could not go to that subscriber. */
  private refuseWhileCalling(): void {
    if (this.calls > 0) throw new TypeError("Cannot send: a subscriber is calling its buffer");
  }

  private refuseIfCrowded(value: T): void {
    if (this.senders.count + this.log.pending >= DEFAULTS.maxWaiting) throw crowdedError(DEFAULTS, value, "");
  }
}

class OwnSubscription<T> extends Subscriber<T> implements Subscription<T> {
  [dispose](): void {
    this.cancel();
  }

  [receivingCase](): Case<Got<T> | End> {
    return this.asCase();
  }
}
