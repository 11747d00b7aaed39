/** An arm that keeps its place in line from round to round of a select loop. */
import { Arm, type WaitingSelect } from "./arms.ts";
import type { Parked, WaitQueue } from "../waiting/wait-queue.ts";

/** The rounds that the arm takes part in. */
interface Rounds extends WaitingSelect {
  /** Has the next round look at the case of this arm. */
  reopen(arm: PersistentArm, index: number): void;
}

/**
 * While the loop waits it is an arm like any other. Between two rounds it is *idle*: it stays, but if a value comes it
 * steps aside, and if another waiter queues behind it, the next round moves it to the end: first come, first served.
 *
 * Holds: it is in line, or *open*, so that the next round looks at its case.
 */
export class PersistentArm extends Arm {
  readonly asks = true;
  declare readonly select: Rounds;
  open = true;
  private home: WaitQueue | undefined = undefined;

  get idle(): boolean {
    return !this.select.isParked;
  }

  override claim(): boolean {
    this.select.reopen(this, this.index);
    return this.select.claim();
  }

  followed(by: Parked): void {
    if (typeof by !== "function" && by.select === this.select) return;
    this.home?.forget(this);
    this.select.reopen(this, this.index);
  }

  joined(): void {
    this.home = this.line as WaitQueue;
    this.open = false;
  }

  /** Leaves, and may come back. */
  dismiss(): void {
    this.leave();
    this.home?.forget(this);
    this.home = undefined;
  }
}
