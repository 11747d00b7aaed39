/**
 * A stretch of time in which a governor is used to the full, and what was done in it.
 *
 * By Little's law (J. D. C. Little, 1961) the mean time of a call is the mean number of running calls over the
 * throughput. So nothing has to be known of single calls, and none that is still running is left out, as it would be in a
 * mean over those that have ended.
 *
 * It counts only while `running` has reached the limit: what was not asked for says nothing about what is possible. With
 * a limit of 0 that is always so; its throughput then says nothing, but the load and the time of a call do. After a change of the
 * limit, as many calls as were running end uncounted: they belong to the time before.
 */
export class Window {
  /** How many calls run. */
  running = 0;
  /** How many ran at most since it began. */
  peak = 0;
  /** How many have ended in this window. */
  count = 0;
  private limit = 1;
  private settling = 0;
  private time = 0;
  private area = 0;
  /** When it last looked at the clock, and until when calls that end belong to the time before. */
  private last = 0;
  private begin = 0;
  /** Whether the limit was reached up to this moment. Several calls may end in it before the next ones begin. */
  private wasFull = false;

  /** Begins anew, with this limit. */
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
   * Has it seen something, and has time passed since? Calls that began together end together, so a window ends between
   * two moments and not in the middle of one.
   */
  complete(now: number): boolean {
    return this.full && this.count > 0 && this.time > 0 && now > this.last;
  }

  /** Calls for each millisecond. */
  get throughput(): number {
    return this.count / this.time;
  }

  /** The mean time of a call, in milliseconds. */
  get latency(): number {
    return this.area / this.count;
  }

  /** How many calls ran, on average. */
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
