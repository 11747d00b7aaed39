/**
 * The outcomes of calls within an exact sliding window of time. Outcomes of the same millisecond share an entry, so
 * that memory is bounded by the length of the window and not by the number of calls.
 */
import { Ring } from "../../core/engine/ring.ts";

interface Millisecond {
  readonly time: number;
  calls: number;
  failures: number;
}

export class Outcomes {
  calls = 0;
  failures = 0;
  private readonly window: number;
  private readonly moments: Ring<Millisecond> = new Ring();
  private last: Millisecond | undefined = undefined;

  constructor(window: number) {
    this.window = window;
  }

  add(now: number, failed: boolean): void {
    this.forget(now);
    if (this.last?.time !== now) {
      this.last = { time: now, calls: 0, failures: 0 };
      this.moments.push(this.last);
    }
    this.count(this.last, 1, Number(failed));
  }

  /** An outcome at `now` counts until `now + window`. */
  private forget(now: number): void {
    const { moments } = this;
    while (moments.size > 0 && moments.first.time < now - this.window) {
      const { calls, failures } = moments.shift();
      this.calls -= calls;
      this.failures -= failures;
    }
  }

  private count(moment: Millisecond, calls: number, failures: number): void {
    moment.calls += calls;
    moment.failures += failures;
    this.calls += calls;
    this.failures += failures;
  }
}
