/** An `AbortSignal` as a case of a `select`. */
import { Abortable } from "../engine/abort.ts";
import { type Poll, WAIT } from "../engine/poll.ts";
import { LocalCase } from "../waiting/case-protocol.ts";
import type { Leavable } from "../waiting/wait-queue.ts";
import type { Arm } from "./arms.ts";

/** Happens when the signal aborts, or has. */
export class SignalCase extends LocalCase {
  private readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    super();
    this.signal = signal;
  }

  override get once(): boolean {
    return true;
  }

  ready(): boolean {
    return this.signal.aborted;
  }

  attempt(): Poll<unknown> {
    return this.signal.aborted ? this.signal.reason : WAIT;
  }

  enlist(arm: Arm): void {
    const { aborted, reason } = this.signal;
    if (aborted && arm.claim()) return arm.settle(false, reason); // by another case, since it was looked at
    const watching = new Watching(arm);
    watching.watch(this.signal);
    arm.line = watching;
  }
}

/** An arm's place on a signal. */
class Watching extends Abortable implements Leavable {
  private readonly arm: Arm;

  constructor(arm: Arm) {
    super();
    this.arm = arm;
  }

  remove(): void {
    this.unwatch();
  }

  protected aborted(reason: unknown): void {
    this.arm.line = undefined;
    if (this.arm.claim()) this.arm.settle(false, reason); // another case may be leaving, and that have aborted it
  }
}
