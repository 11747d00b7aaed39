/** No patience. */
import { inNextTurn, pause, starving } from "../core/engine/event-loop.ts";
import { domError } from "../flow/abort-error.ts";
import { END, type Exit, type Link, type Poll, rouse, Step, WAIT } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Stage } from "../flow/types.ts";
import { checkDuration, Stopwatch, Timer } from "../time/timers.ts";

/**
 * Fails with a `DOMException` named `TimeoutError` when an item was asked for and has not come for `ms` milliseconds.
 *
 * Time before anybody asks does not count. The time of an item goes on when who asked for it waits no longer, as `batch`
 * does after its `within`: whoever asks again has what is left of it, or all of it if it was over meanwhile. What has
 * come wins over a timer that is late, since the thread was busy or the event loop had no turn. Throws a `TypeError` or
 * `RangeError` unless `ms` is finite and at least 0.
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

/** How late a timer may be, in milliseconds, without anything having kept the event loop from its turn. */
const PUNCTUAL = 1;

/**
 * What is said of the item that was asked for: that it has time; that its time is over, but what has come goes first; that
 * it is late, unless its source only lets the event loop have its turn; that it is late whatever its source does.
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
      throw domError(`Cannot wait longer: no value for ${ms} ms`, "TimeoutError");
    }
    if (!timer.armed && !stopped) this.arm();
    return value;
  }

  private arm(): void {
    this.askedAt = this.stopwatch.elapsed;
    this.timer.arm(this.ms);
  }

  /** The next item that is asked for has all its time. */
  private reset(): void {
    this.timer.disarm();
    this.verdict = "in time";
  }

  /** A timer that is late may come before what has come while the thread was busy; that gets its turn first. */
  private due(): void {
    this.verdict = "over";
    if (this.stopwatch.elapsed - this.askedAt > this.ms + PUNCTUAL) inNextTurn(() => this.tell("late"));
    else this.tell("late");
  }

  /** Tells whoever asks. They may have to let the event loop have its turn first; or nobody asks any more. */
  private tell(verdict: Verdict): void {
    if (this.verdict === "in time") return; // it has come meanwhile
    this.verdict = verdict;
    rouse(this.down);
    if (this.verdict !== verdict) return;
    // Who asked and had to wait has armed it anew. That counts, whatever the clock says by now: it may have stepped back.
    if (this.timer.armed || starving()) pause().then(() => this.tell("final"));
    else this.reset();
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.reset();
    return super.release(exit);
  }
}
