/** No patience. */
import { domError } from "../flow/abort-error.ts";
import { END, type Exit, type Link, type Polled, rouse, Step, WAIT } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Stage } from "../flow/types.ts";
import { checkDuration, Timer } from "../time/timers.ts";

/**
 * Fails with a `DOMException` named `TimeoutError` when an item was asked for and has not come for `ms` milliseconds.
 *
 * Time in which nobody asks does not count. Throws a `TypeError` or `RangeError` unless `ms` is finite and at least 0.
 *
 * @example
 * ```ts
 * import { channel, pipeline, timeout } from "sluice";
 *
 * const silent = channel<string>();
 * await pipeline(silent, timeout(10)).run().catch((error) => console.log(error.name)); // TimeoutError
 * ```
 */
export function timeout<A>(ms: number): Stage<A, A> {
  checkDuration("ms", ms, 0);
  return stage((up: Link<A>) => new Timeout(up, ms));
}

class Timeout<A> extends Step<A, A> {
  private readonly ms: number;
  private readonly timer: Timer = new Timer(() => this.due());
  /** The time is over, just now. */
  private late = false;

  constructor(up: Link<A>, ms: number) {
    super(up);
    this.ms = ms;
  }

  override poll(): Polled<A> {
    let value: Polled<A> = END;
    try {
      value = this.up.poll();
    } finally {
      if (value !== WAIT) this.answered();
    }
    if (value !== WAIT) return value;
    if (this.late) throw domError(`Cannot wait longer: no value for ${this.ms} ms`, "TimeoutError");
    if (!this.timer.armed && !this.stopped) this.timer.arm(this.ms);
    return value;
  }

  /** The next one that is asked for has all its time. */
  private answered(): void {
    this.timer.disarm();
    this.late = false;
  }

  /** A value that has just come still counts, and so does a stage below that has stopped asking. */
  private due(): void {
    this.late = true;
    rouse(this.down);
    this.late = false;
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.timer.disarm();
    return super.release(exit);
  }
}
