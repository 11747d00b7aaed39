/**
 * A receiver whose values become due with time.
 *
 * Holds: a timer is armed exactly while a receiver waits, so that a select that took another case and a forgotten
 * ticker do not keep the process alive. A value that becomes due while no receiver waits is found by the clock at the
 * next receive.
 */
import { flush } from "../core/engine/hooks.ts";
import type { QueueOwner, WaitQueue } from "../core/waiting/wait-queue.ts";
import { END, type Poll, WAIT } from "../core/engine/poll.ts";
import { Receiving } from "../core/channel/receiver.ts";
import { answer, claimFirst } from "../core/waiting/waiter.ts";
import { Stopwatch, Timer } from "./timers.ts";

export abstract class Timed<T> extends Receiving<T> implements QueueOwner {
  protected readonly stopwatch: Stopwatch = new Stopwatch();
  protected ended = false;
  private readonly timer = new Timer(() => this.due());
  /** The due value belongs to a receiver that is being claimed, further up in the call stack. */
  private serving = false;

  /** When the next value is due, in milliseconds since the construction. */
  protected abstract deadline(): number;
  /** Returns the due value, and moves the deadline or ends. */
  protected abstract takeDue(): T;

  override ready(): boolean {
    return this.readyFor();
  }

  override attempt(): Poll<T> {
    if (this.receivers.count > 0 && this.isDue()) this.serve(); // the timer is late: first come, first served
    if (this.ended) return END;
    return this.isDue() ? this.takeDue() : WAIT;
  }

  override recheck(): void {
    if (!this.ended) return;
    this.timer.disarm();
    this.endReceivers();
  }

  override readyFor(): boolean {
    return this.ended || this.isDue();
  }

  override cancel(): void {
    this.ended = true;
    this.recheck();
    flush();
  }

  left(): void {
    if (this.receivers.count === 0) this.timer.disarm();
  }

  /** A caller that asks for the queue is about to wait. */
  protected override lineOfReceivers(): WaitQueue {
    if (!this.timer.armed) this.arm();
    return super.lineOfReceivers();
  }

  protected override receiversOwner(): QueueOwner {
    return this;
  }

  private isDue(): boolean {
    return !this.ended && !this.serving && this.stopwatch.elapsed >= this.deadline();
  }

  private arm(): void {
    this.timer.arm(Math.max(0, this.deadline() - this.stopwatch.elapsed));
  }

  private due(): void {
    this.stopwatch.atLeast(this.deadline());
    this.serve();
    flush();
  }

  private serve(): void {
    this.serving = true;
    const receiver = claimFirst(this.receivers);
    this.serving = false;
    this.timer.disarm();
    if (receiver === undefined) return;
    if (this.ended) answer(receiver, true, undefined); // cancelled by the claim
    else answer(receiver, false, this.takeDue());
    if (this.ended) this.endReceivers();
    else if (this.receivers.count > 0) this.arm();
  }

  private endReceivers(): void {
    for (let receiver = claimFirst(this.receivers); receiver !== undefined; receiver = claimFirst(this.receivers)) {
      answer(receiver, true, undefined);
    }
  }
}
