/**
 * A period in which a governor is fully used, and the calls completed in it.
 *
 * By Little's law (J. D. C. Little, 1961) the mean duration of a call is the mean number of running calls divided by
 * the throughput. So no data about single calls is needed. A call that is still running counts, too, which a mean over
 * completed calls would miss.
 *
 * The window counts only while `running` has reached the limit: calls that were not made do not show what is possible.
 * With a limit of 0 that is always the case; the throughput is then meaningless, but the load and the duration are not.
 * After a change of the limit, as many calls as were running end uncounted, because they belong to the time before.
 */
export class Window {
  /** How many calls run. */
  running = 0;
  /** The highest number that ran since the window began. */
  peak = 0;
  /** How many calls have ended in this window. */
  count = 0;
  private limit = 1;
  private settling = 0;
  private time = 0;
  private area = 0;
  /** The last reading of the clock, and the time until which calls that end belong to the time before. */
  private last = 0;
  private begin = 0;
  /** Whether the limit was reached up to this moment. Several calls may end in it before the next ones begin. */
  private wasFull = false;

  /** Restarts the window with another limit. */
  open(limit: number): void {
    this.limit = limit;
    this.settling = this.peak = this.running;
    this.count = this.time = this.area = 0;
    this.begin = this.last;
  }

  began(now: number, weight: number): void {
    this.pass(now);
    this.running += weight;
    this.peak = Math.max(this.peak, this.running);
  }

  ended(now: number, weight: number): void {
    this.pass(now);
    this.running -= weight;
    if (!this.wasFull) return;
    if (this.settling > 0) {
      this.settling -= weight;
      this.begin = now;
    } else if (now > this.begin) {
      this.count += weight;
    }
  }

  /**
   * Whether the window has data and time has passed since. Calls that began together end together, so a window ends
   * between two moments and not within one.
   */
  complete(now: number): boolean {
    return this.full && this.count > 0 && this.time > 0 && now > this.last;
  }

  /** Calls per millisecond. */
  get throughput(): number {
    return this.count / this.time;
  }

  /** The mean duration of a call, in milliseconds. */
  get latency(): number {
    return this.area / this.count;
  }

  /** The mean number of running calls. */
  get load(): number {
    return this.area / this.time;
  }

  private get full(): boolean {
    return this.running >= this.limit;
  }

  private pass(now: number): void {
    if (now > this.last) this.wasFull = this.full;
    if (this.full && this.settling <= 0) {
      this.time += now - this.last;
      this.area += (now - this.last) * this.running;
    }
    this.last = now;
  }
}
