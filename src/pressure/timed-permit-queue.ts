/**
 * A queue of calls that wait for a time.
 *
 * Holds: a timer is armed exactly while a call waits and the delay of the first one is finite.
 */
import { flush } from "../core/engine/hooks.ts";
import type { Parked } from "../core/waiting/wait-queue.ts";
import type { Permit } from "../sync/governor.ts";
import { PermitQueue } from "../sync/permit-queue.ts";
import { Stopwatch, Timer } from "../time/timers.ts";

export abstract class TimedPermitQueue extends PermitQueue {
  protected readonly clock: Stopwatch = new Stopwatch();
  private readonly timer: Timer = new Timer(() => this.due());

  /**
   * The milliseconds until `weight` is available: 0 or less when it is available now, `Infinity` when that depends on
   * other calls.
   */
  protected abstract delay(weight: number): number;

  /** A new call sees by the clock that the timer is late: first come, first served. */
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

  /** Arms the timer for the first call. Whole milliseconds, because the clock has no others and runtimes truncate. */
  protected arm(): void {
    this.timer.disarm();
    if (this.line.count === 0) return;
    const delay = this.delay(this.line.firstValue as number);
    if (delay < Infinity) this.timer.arm(Math.max(0, Math.ceil(delay)));
  }

  /** The timer may be a little early, and is then armed again. */
  private due(): void {
    this.finish();
    flush();
  }
}
