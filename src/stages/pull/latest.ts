/**
 * A stage that reads ahead and keeps the newest item until it is due.
 *
 * Holds: `pending` is the newest item that is not due; `settled` the newest that was due and was not taken. A timer is
 * armed only while the stage below waits; otherwise the clock shows which item is due.
 */
import { END, type Exit, type Poll, rouse, WAIT, type Wakeable } from "../../flow/link.ts";
import { Stopwatch, Timer } from "../../time/timers.ts";
import { Prefetch } from "./prefetch.ts";

interface Kept<A> {
  readonly value: A;
  /** In milliseconds since the first poll. */
  readonly due: number;
}

export abstract class Latest<A> extends Prefetch<A> {
  private readonly timer: Timer = new Timer(() => this.onTime());
  private stopwatch: Stopwatch | undefined = undefined;
  private pending: Kept<A> | undefined = undefined;
  private settled: Kept<A> | undefined = undefined;
  /** Whether the stage below waits. */
  private asked = false;
  private armedFor: Kept<A> | undefined = undefined;

  /** When an item that arrives now is due. */
  protected abstract dueFor(now: number): number;

  override poll(): Poll<A> {
    this.asked = false;
    this.disarm();
    if (this.stopped) return END;
    this.stopwatch ??= new Stopwatch();
    this.read();
    this.settle();
    const kept = this.settled ?? (this.closed ? this.pending : undefined);
    if (kept !== undefined) return this.take(kept);
    if (this.closed) return this.ending();
    this.asked = true;
    this.arm();
    return WAIT;
  }

  override wake(): Wakeable | void {
    this.read();
    if (this.ready()) return this.down;
    if (!this.timer.armed) this.arm();
  }

  protected override room(): boolean {
    return true;
  }

  protected override accept(value: A): void {
    this.settle();
    this.pending = { value, due: this.dueFor(this.now) };
  }

  protected override ready(): boolean {
    return this.settled !== undefined || this.closed;
  }

  private get now(): number {
    return (this.stopwatch as Stopwatch).elapsed;
  }

  private take(kept: Kept<A>): A {
    if (this.settled === undefined) this.pending = undefined;
    this.settled = undefined;
    return kept.value;
  }

  private settle(): void {
    if (this.pending === undefined || this.pending.due > this.now) return;
    this.settled = this.pending;
    this.pending = undefined;
  }

  private arm(): void {
    if (!this.asked || this.stopped || this.pending === undefined) return;
    this.armedFor = this.pending;
    this.timer.arm(Math.max(0, this.pending.due - this.now));
  }

  /** Also forgets the item, so that a taken one is not kept. */
  private disarm(): void {
    this.timer.disarm();
    this.armedFor = undefined;
  }

  /** A timer that fired is more exact than the clock, unless the item that it was armed for has been replaced. */
  private onTime(): void {
    if (this.pending !== undefined && this.pending === this.armedFor) this.stopwatch?.atLeast(this.pending.due);
    this.settle();
    if (this.ready()) rouse(this.down);
    else this.arm();
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.disarm();
    return super.release(exit);
  }
}
