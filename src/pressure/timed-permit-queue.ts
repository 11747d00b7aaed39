/**
 * A line of those who wait for a time to come.
 *
 * Holds: a timer is armed exactly while somebody waits and it is known for how long, for the first in line.
 */
import { tidy } from "../core/engine/hooks.ts";
import type { Parked } from "../core/waiting/wait-queue.ts";
import type { Permit } from "../sync/governor.ts";
import { PermitQueue } from "../sync/permit-queue.ts";
import { Stopwatch, Timer } from "../time/timers.ts";

export abstract class TimedPermitQueue extends PermitQueue {
  protected readonly clock: Stopwatch = new Stopwatch();
  private readonly timer: Timer = new Timer(() => this.due());

  /**
   * How long until that much can be had, in milliseconds. Not more than 0: it can be had now; `Infinity`: as long as
   * others say.
   */
  protected abstract delay(weight: number): number;

  /** A newcomer sees by the clock that the timer is late: first come, first served. */
  override attempt(weight: number): Permit | undefined {
    if (this.line.count > 0) this.finish();
    return super.attempt(weight);
  }

  override finish(): void {
    super.finish();
    this.arm();
  }

  override left(wasFirst: boolean, weight: unknown): void {
    if (this.line.count === 0) this.timer.disarm();
    super.left(wasFirst, weight);
  }

  protected override fits(weight: number): boolean {
    return this.delay(weight) <= 0;
  }

  protected override join(waiting: Parked, weight: number): void {
    super.join(waiting, weight);
    if (!this.timer.armed) this.arm();
  }

  /** For the first in line. Whole milliseconds: the clock has no others, and runtimes cut them off. */
  protected arm(): void {
    this.timer.disarm();
    if (this.line.count === 0) return;
    const delay = this.delay(this.line.firstValue as number);
    if (delay < Infinity) this.timer.arm(Math.max(0, Math.ceil(delay)));
  }

  /** It may be a little early, and is then armed again. */
  private due(): void {
    this.finish();
    tidy();
  }
}
