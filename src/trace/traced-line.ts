/**
 * A queue that reports which operations enter it, which leave, and the outcome of those served.
 *
 * Only the code that takes a waiter out knows why: to accept it, to reject it, or in vain. So each waiter is queued as
 * a *watched* one, whose results are also reported to the trace.
 */
import { committed } from "../core/waiting/case-protocol.ts";
import { type Parked, type QueueOwner, type Resolve, type Waiter, WaitQueue } from "../core/waiting/wait-queue.ts";
import { Receive, Send } from "../core/waiting/waiter.ts";
import type { Moment, Recorder, Telling } from "./recorder.ts";
import type { Outcome, TracedOperation } from "./types.ts";
import { textOf } from "./value-text.ts";

export class TracedLine extends WaitQueue {
  /** How many were taken out and neither settled nor put back. */
  private out = 0;
  /** When the last waiter was taken out; its outcome is dated back to it. */
  private since: Moment | undefined = undefined;
  /** A waiter was called out of turn: the next attempt is for it. */
  private called = false;
  private leaving = false;
  private readonly recorder: Recorder;
  private readonly channel: Telling;
  private readonly operation: TracedOperation;

  constructor(recorder: Recorder, channel: Telling, operation: TracedOperation, owner: QueueOwner | undefined) {
    super(owner);
    this.recorder = recorder;
    this.channel = channel;
    this.operation = operation;
  }

  override push(waiting: Parked, value: unknown): void {
    super.push(this.admitted(waiting, value), value);
  }

  override unshift(waiting: Parked, value: unknown): void {
    super.unshift(this.admitted(waiting, value), value);
  }

  override shift(): Parked {
    this.out++;
    this.since = this.recorder.moment();
    return super.shift();
  }

  override take(slot: number): Parked {
    const out = this.out + 1;
    this.since = this.recorder.moment();
    const waiting = super.take(slot);
    this.out = out; // super.take() may call shift(), which counts, too
    if (this.leaving) this.left(waiting);
    else this.called = true;
    return waiting;
  }

  override remove(slot: number): void {
    this.leaving = true;
    super.remove(slot);
    this.leaving = false;
  }

  /** Whether this attempt is for a waiter called out of turn. */
  answering(): boolean {
    const { called } = this;
    this.called = false;
    return called;
  }

  /** The watched waiter to queue. A waiter that was taken out in vain and is put back has waited all along. */
  private admitted(waiting: Parked, value: unknown): Parked {
    if (this.isBack(waiting)) {
      this.out--;
      return waiting;
    }
    const watched = this.watched(typeof waiting === "function" ? this.plain(waiting) : waiting);
    this.recorder.park(this.operation, this.channel, watched, value);
    return watched;
  }

  private isBack(waiting: Parked): boolean {
    if (typeof waiting === "function") return false;
    return this.recorder.knows(waiting) || (this.out > 0 && committed(waiting) === waiting);
  }

  /** A function cannot be watched, because its result may come later. */
  private plain(resolve: Resolve): Waiter {
    return this.operation === "send" ? new Send(resolve) : new Receive(resolve);
  }

  /** Wraps a waiter in a proxy that is otherwise the same, even for code that reads its class. */
  private watched(waiter: Waiter): Waiter {
    const watching = {
      claim: () => {
        const called = this.answering(); // actions of a foreign case's claim() are not for this waiter
        const claimed = waiter.claim();
        this.called = called && claimed;
        if (!claimed) this.left(watched);
        return claimed;
      },
      settle: (done: boolean, value: unknown) => {
        this.told(watched, done ? "end" : "done", this.operation === "send" || done ? undefined : textOf(value));
        waiter.settle(done, value);
      },
      fail: (error: unknown) => {
        this.told(watched, "error", undefined);
        waiter.fail(error);
      },
    };
    const watched = new Proxy(waiter, {
      get: (target, key): unknown => Reflect.get(Object.hasOwn(watching, key) ? watching : target, key),
    });
    return watched;
  }

  private told(waiting: Parked, outcome: Outcome, value: string | undefined): void {
    this.out--;
    this.recorder.wake(this.channel, waiting, outcome, value, this.since);
  }

  private left(waiting: Parked): void {
    this.out--;
    this.recorder.leave(this.channel, waiting);
  }
}
