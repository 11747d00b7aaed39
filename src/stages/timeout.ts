/** Fails when no value arrives in time. */
import { inNextTurn, starving, yieldToLoop } from "../core/engine/event-loop.ts";
import { domError } from "../flow/abort-error.ts";
import { END, type Exit, type Link, type Poll, rouse, Step, WAIT } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Stage } from "../flow/types.ts";
import { checkDuration, Stopwatch, Timer } from "../time/timers.ts";

/**
 * Fails with a `DOMException` named `TimeoutError` when an item does not arrive within `ms` milliseconds of its pull.
 *
 * Time without a pull does not count. A pull that is given up does not stop the time of its item; `batch`, for example,
 * gives up after its `within`. The next pull then has the rest of that time or, if it is over, the whole `ms`. An item
 * that has arrived wins over a timer that fires late because the thread was busy. Throws a `TypeError` or `RangeError`
 * unless `ms` is finite and at least 0.
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

/** How late a timer may fire, in milliseconds, if nothing has delayed the event loop. */
const PUNCTUAL = 1;

/**
 * The state of the pulled item: it has time left; its time is over, but arrived values go first; it is late, unless its
 * source only yields to the event loop; it is late in any case.
 */
type Verdict = "in time" | "over" | "late" | "final";

class Timeout<A> extends Step<A, A> {
  private readonly ms: number;
  private readonly timer: Timer = new Timer(() => this.due());
  private readonly stopwatch = new Stopwatch();
  private askedAt = 0;
  private verdict: Verdict = "in time";

  constructor(up: Link<A>, ms: number) {
    super(up);
    this.ms = ms;
  }

  override poll(): Poll<A> {
    let value: Poll<A> = END;
    try {
      value = this.up.poll();
    } finally {
      if (value !== WAIT) this.reset();
    }
    if (value !== WAIT) return value;
    const { ms, stopped, timer, verdict } = this;
    if (verdict === "final" || (verdict === "late" && !starving())) {
      throw domError(`Timed out: no value for ${ms} ms`, "TimeoutError");
    }
    if (!timer.armed && !stopped) this.arm();
    return value;
  }

  private arm(): void {
    this.askedAt = this.stopwatch.elapsed;
    this.timer.arm(this.ms);
  }

  /** The next pulled item has the whole time. */
  private reset(): void {
    this.timer.disarm();
    this.verdict = "in time";
  }

  /** A late timer may fire before values that arrived while the thread was busy; these go first. */
  private due(): void {
    this.verdict = "over";
    if (this.stopwatch.elapsed - this.askedAt > this.ms + PUNCTUAL) inNextTurn(() => this.tell("late"));
    else this.tell("late");
  }

  /** Wakes the stage below. It may have to yield to the event loop first, or may no longer wait. */
  private tell(verdict: Verdict): void {
    if (this.verdict === "in time") return; // it has arrived in the meantime
    this.verdict = verdict;
    rouse(this.down);
    if (this.verdict !== verdict) return;
    // A pull that had to wait has armed the timer again. That counts, whatever the clock says, because it may have
    // stepped back.
    if (this.timer.armed || starving()) yieldToLoop().then(() => this.tell("final"));
    else this.reset();
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.reset();
    return super.release(exit);
  }
}
