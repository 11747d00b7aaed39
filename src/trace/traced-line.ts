/** A line that tells who gets in, who is served, and who leaves. */
import { Line, type LineOwner, type Waiting, waits } from "../core/line.ts";
import type { Recorder, Telling } from "./recorder.ts";
import type { Outcome, TracedOperation } from "./types.ts";

export class TracedLine extends Line {
  /** What becomes of those who are served now. */
  outcome: Outcome = "done";
  /** What receivers are served with, as text. */
  value: string | undefined = undefined;
  /** Who was called out of their turn; what comes of it is told by whoever called. */
  private called: Waiting | undefined = undefined;
  private taking = false;
  private leaving = false;
  private readonly recorder: Recorder;
  private readonly channel: Telling;
  private readonly operation: TracedOperation;

  constructor(recorder: Recorder, channel: Telling, operation: TracedOperation, owner: LineOwner | undefined) {
    super(owner);
    this.recorder = recorder;
    this.channel = channel;
    this.operation = operation;
  }

  override push(waiting: Waiting, value: unknown): void {
    super.push(waiting, value);
    this.recorder.park(this.operation, this.channel, waiting, value);
  }

  /** One that was taken out in vain is put back. */
  override unshift(waiting: Waiting, value: unknown): void {
    super.unshift(waiting, value);
    this.recorder.park(this.operation, this.channel, waiting, value);
  }

  override shift(): Waiting {
    const stepsAside = !waits(this.first as Waiting); // as an arm of a select loop between two rounds does
    const waiting = super.shift();
    if (this.taking) return waiting;
    if (stepsAside) this.recorder.leave(this.channel, waiting);
    else this.recorder.wake(this.channel, waiting, this.outcome, this.value);
    return waiting;
  }

  override take(seat: number): Waiting {
    this.taking = true;
    const waiting = super.take(seat);
    this.taking = false;
    this.dismissCalled();
    if (this.leaving) this.recorder.leave(this.channel, waiting);
    else this.called = waiting;
    return waiting;
  }

  override remove(seat: number): void {
    this.leaving = true;
    super.remove(seat);
    this.leaving = false;
  }

  /** Who was called last and waits for an answer, if anybody does. */
  answering(): Waiting | undefined {
    const { called } = this;
    this.called = undefined;
    return called;
  }

  /** Nothing came of the last call. */
  dismissCalled(): void {
    const called = this.answering();
    if (called !== undefined) this.recorder.leave(this.channel, called);
  }
}
