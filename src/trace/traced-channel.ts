/**
 * A channel that reports its events to a recorder, and otherwise behaves like any other.
 *
 * The outcome of an operation is known only when it is over, and by then its consequences have been recorded. So its
 * event is dated back to the moment at which it began.
 */
import { type ChannelKind, PlainChannel } from "../core/channel/bounded.ts";
import type { ColdState } from "../core/channel/cold-state.ts";
import type { Parked } from "../core/waiting/wait-queue.ts";
import { END, type Poll, WAIT } from "../core/engine/poll.ts";
import type { Buffer, Offered } from "../core/types.ts";
import type { Moment, Recorder, Telling } from "./recorder.ts";
import { TracedLine } from "./traced-line.ts";
import type { Outcome, TracedChannel } from "./types.ts";
import { textOf } from "./value-text.ts";

/** The kind of channel that reports to a recorder. */
export function channelsFor(recorder: Recorder): ChannelKind {
  return class<T> extends Traced<T> {
    constructor(buffer: Buffer<T>, details: ColdState<T>) {
      super(buffer, details, recorder);
    }
  };
}

class Traced<T> extends PlainChannel<T> implements Telling {
  readonly traced: TracedChannel;
  private readonly recorder: Recorder;
  private readonly lineOfReceives: TracedLine;
  /** Whether several values are being taken from the buffer. */
  private filling = false;

  constructor(buffer: Buffer<T>, details: ColdState<T>, recorder: Recorder) {
    super(buffer, details);
    this.recorder = recorder;
    this.traced = recorder.join(details.name, buffer.capacity);
    this.senders = new TracedLine(recorder, this, "send", this);
    this.receivers = this.lineOfReceives = new TracedLine(recorder, this, "receive", this.receiversOwner());
  }

  override trySend(value: T): boolean {
    const begun = this.recorder.moment();
    const sent = super.trySend(value);
    if (sent) this.recorder.tell("send", this, { value: textOf(value) }, begun);
    return sent;
  }

  override get plain(): false {
    return false; // each value is reported
  }

  override attemptSend(value: T): boolean {
    const begun = this.recorder.attempt(this);
    const facts = { value: textOf(value) };
    try {
      const sent = super.attemptSend(value);
      if (sent) this.recorder.tell("send", this, facts, begun);
      else this.recorder.inVain(begun);
      return sent;
    } catch (error) {
      this.recorder.tell("refuse", this, facts, begun);
      throw error;
    }
  }

  override waitToSend(value: T, signal: AbortSignal | undefined): Promise<void> {
    return this.unlessRefused(value, () => super.waitToSend(value, signal));
  }

  override enlistSender(sender: Parked, value: T): void {
    this.unlessRefused(value, () => super.enlistSender(sender, value));
  }

  /** Reports a value that may not wait, because too many already do. */
  private unlessRefused<R>(value: T, wait: () => R): R {
    try {
      return wait();
    } catch (error) {
      this.recorder.tell("refuse", this, { value: textOf(value) });
      throw error;
    }
  }

  override attempt(): Poll<T> {
    if (this.lineOfReceives.answering()) return this.attemptOne(); // the receiver's event reports the outcome
    const begun = this.recorder.attempt(this);
    try {
      const polled = this.attemptOne();
      if (polled === WAIT) this.recorder.inVain(begun);
      else if (polled === END) this.tellReceived(begun, "end", undefined);
      else this.tellReceived(begun, "done", textOf(polled));
      return polled;
    } catch (error) {
      this.tellReceived(begun, "error", undefined);
      throw error;
    }
  }

  private attemptOne(): Poll<T> {
    const { filling } = this;
    this.filling = false;
    try {
      return super.attempt();
    } finally {
      this.filling = filling;
    }
  }

  /** Takes several values at once. `took` reports those that `attempt` does not take. */
  override fill(batch: T[], max: number): void {
    const { filling } = this; // a function of the buffer may fill a batch of its own
    this.filling = true;
    try {
      super.fill(batch, max);
    } finally {
      this.filling = filling;
    }
  }

  protected override takeMany(): false {
    return false; // each value is reported
  }

  protected override took(value: T): void {
    super.took(value);
    if (this.filling) this.recorder.tell("receive", this, { value: textOf(value) });
  }

  override ready(): boolean | undefined {
    return this.asked(super.ready());
  }

  override readyToSend(): boolean | undefined {
    return this.asked(super.readyToSend());
  }

  override close(error?: unknown): void {
    const begun = this.closed ? undefined : this.recorder.moment();
    super.close(error);
    if (begun !== undefined) this.recorder.tell("close", this, {}, begun);
  }

  override cancel(reason?: unknown): void {
    const begun = this.details.cancelled ? undefined : this.recorder.moment();
    super.cancel(reason);
    if (begun !== undefined) this.recorder.tell("cancel", this, {}, begun);
  }

  protected override counted(outcome: Offered, value: T): Offered {
    if (outcome === "merge") this.recorder.tell("merge", this, { value: textOf(value) });
    return super.counted(outcome, value);
  }

  protected override drop(value: T): void {
    this.recorder.tell("drop", this, { value: textOf(value) });
    super.drop(value);
  }

  /** Called only by a select, before it takes a ready case. */
  private asked(ready: boolean | undefined): boolean | undefined {
    if (ready !== false) this.recorder.asked(this, ready === undefined);
    return ready;
  }

  /** Reports the outcome of an attempt to receive. */
  private tellReceived(begun: Moment, outcome: Outcome, value: string | undefined): void {
    this.recorder.tell(outcome === "done" ? "receive" : "end", this, { value, outcome }, begun);
  }
}
