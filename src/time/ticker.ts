/// <reference lib="esnext.disposable" preserve="true" />
/** Ticks at a fixed interval. */
import { receivingCase } from "../core/waiting/case-protocol.ts";
import { printed, waiting } from "../core/engine/printed.ts";
import type { Case } from "../core/select-types.ts";
import type { End, Got, Receiver } from "../core/types.ts";
import { dispose } from "../core/engine/dispose.ts";
import { Timed } from "./timed.ts";
import { checkDuration } from "./timers.ts";

/**
 * Creates a receiver, also usable as a select case, that yields the number of ticks of `ms` milliseconds due since the
 * call: 1, 2, … (Go's `time.Ticker`). It keeps at most one tick for a slow reader and drops the rest, so that numbers
 * may be skipped.
 *
 * `cancel()` or `using` ends it. A timer runs only while a receive or a select waits. Throws a `TypeError` or
 * `RangeError` unless `ms` is finite and at least 0.001; the count of shorter ticks would exceed the safe integers.
 *
 * @example
 * ```ts
 * import { ticker } from "sluice";
 *
 * const ticks = ticker(5);
 * let seen = 0;
 * for await (const _count of ticks) { // 1, 2, 3; some are skipped if the loop is late
 *   if (++seen === 3) break;
 * }
 * ticks.cancel();
 * console.log(seen); // 3
 * ```
 */
export function ticker(ms: number): Receiver<number> & Disposable {
  checkDuration("ms", ms, SHORTEST);
  return new Ticker(ms);
}

/** A microsecond: 2 ** 53 ticks of it are due after 285 years. */
const SHORTEST = 0.001;

class Ticker extends Timed<number> implements Disposable {
  static {
    printed(
      this.prototype,
      "Ticker",
      (it) => [`${it.ms} ms`, waiting(it.receivers.waiting, "receiver"), it.ended && "ended"],
    );
  }

  private readonly ms: number;
  private given = 0;

  constructor(ms: number) {
    super();
    this.ms = ms;
  }

  [dispose](): void {
    this.cancel();
  }

  [receivingCase](): Case<Got<number> | End> {
    return this.asCase();
  }

  protected override deadline(): number {
    return (this.given + 1) * this.ms;
  }

  protected override takeDue(): number {
    this.given = Math.max(this.given + 1, Math.floor(this.stopwatch.elapsed / this.ms));
    return this.given;
  }
}
