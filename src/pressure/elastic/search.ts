/**
 * Searches by trial for the number of calls that a service can process at once.
 *
 * A service with room for L calls has a throughput that grows with the number of calls, up to L; beyond that, calls
 * only wait, and take longer. By Little's law L is its highest throughput times the duration of a call that does not
 * wait. So the search holds its estimate for a while. Then follows a *dip* below it, which shows how long a call takes
 * when none waits, and then a *probe* above it, which shows whether more calls raise the throughput. A probe that
 * succeeds is followed by one twice as wide; a probe that fails, by a longer rest. (The idea of BBR: N. Cardwell et
 * al., "BBR: Congestion-Based Congestion Control", ACM Queue 2016; that of limits by latency: TCP Vegas, L. Brakmo et
 * al., 1994, and Netflix's concurrency-limits.)
 *
 * The number of calls in a measurement depends on how much durations vary: equal ones need one round, others many.
 * While fewer calls run than the limit allows, it is not the bottleneck, and so does not grow (as TCP's window, RFC
 * 7661). When calls still take longer than expected, too many run, and the limit falls below their number.
 */
import { above, below, width, within } from "./steps.ts";
import { Window } from "./window.ts";

type Phase = "hold" | "dip" | "probe";

/** How many calls a measurement takes if the durations' deviation equals their mean; and a probe of that width. */
const SAMPLES = 24;
const PROBE_SAMPLES = 12.5;
/** The longest measurement, in rounds of calls. */
const LONGEST_LOOK = 30;
/** How many rounds the estimate is held, at first and at most. Among equal durations, one with a wait stands out. */
const REST = 4;
const LONGEST_REST = 40;
const LONGEST_EVEN_REST = 200;
const LONGEST_REST_AFTER_REFUSAL = 16;
/** Durations this many times the expected one, over at least this many calls, show that the limit has fallen. */
const SLOW = 1.3;
const SLOW_SAMPLES = 16;
/** The same while the limit is not reached; an allowance for chance is added. */
const UNREACHED_SLOW = 1.02;
/** Below this fraction of the estimate, too few calls run for the limit to matter. */
const QUIET = 0.2;

export class Search {
  limit: number;
  private readonly min: number;
  private readonly max: number;
  private readonly window: Window = new Window();
  /** Measures also while the limit is not reached. */
  private readonly overall: Window = new Window();
  /** The count of `window` when `overall` began. */
  private seen = 0;
  private estimate: number;
  private phase: Phase = "probe";
  /** True from the start until the first probe that fails. */
  private climbing = true;
  /** The width of the next probe, as a multiple of the usual one. */
  private stride = 1;
  private rest = REST;
  /** The duration of a call when none waits, in milliseconds, and how many calls it was measured from. */
  private service: number | undefined = undefined;
  private known = 0;
  /** The throughput at the estimate. */
  private throughput: number | undefined = undefined;
  /** The variance of the durations, divided by the square of their mean. */
  private variation = 1;
  /** How many calls complete the current phase. */
  private enough = 0;
  /** How often a refusal has lowered the limit. */
  private cuts = 0;

  constructor(min: number, max: number) {
    this.min = min;
    this.max = max;
    this.estimate = min;
    this.limit = min;
    this.enter("probe");
  }

  /** Records the start of a call. Returns the number of cuts so far, for `refused`, because a clock may stand still. */
  began(now: number, weight: number): number {
    this.window.began(now, weight);
    this.overall.began(now, weight);
    return this.cuts;
  }

  /** Records the end of a call that took `took` milliseconds. */
  ended(now: number, weight: number, took: number): void {
    if (this.window.complete(now)) this.judge();
    if (this.overall.complete(now)) this.judgeUnreached();
    this.leave(now, weight);
    if (this.service === undefined) return;
    const deviation = took / this.service - 1;
    this.variation += (Math.min(deviation * deviation, 16) - this.variation) / 64;
  }

  /**
   * Records that a call was refused for overload. A call that began before the last cut adds no information, as in TCP
   * a loss of data that was sent before the last one (NewReno's "recover", RFC 6582).
   */
  refused(now: number, weight: number, cuts: number): void {
    this.leave(now, weight);
    if (cuts < this.cuts) return;
    this.cuts++;
    this.climbing = false;
    if (this.phase === "probe") this.move(Math.max(this.estimate, (this.estimate + this.limit - 1) / 2));
    else this.move(Math.min(this.estimate, this.limit - 1) * 0.9);
    this.stride = 1;
    this.rest = Math.min(LONGEST_REST_AFTER_REFUSAL, this.rest * 2);
    this.enter("hold");
  }

  private leave(now: number, weight: number): void {
    this.window.ended(now, weight);
    this.overall.ended(now, weight);
  }

  private judge(): void {
    if (this.tooSlow) this.fallBack(Math.max(this.window.throughput * (this.service as number), this.estimate / 2));
    else if (this.window.count >= this.enough) this.goOn();
  }

  /**
   * Judges a period in which the limit was not reached: only durations show then that calls wait, and too many ran. A
   * clear sign suffices at any time, a weak one at the end. With far fewer calls, the limit is kept for their return.
   */
  private judgeUnreached(): void {
    const { estimate, known, overall: { count, latency, load, peak }, service, variation, window } = this;
    if (count < 4 * peak + 2 * SLOW_SAMPLES) return;
    const isLong = count >= LONGEST_LOOK * peak;
    const isReached = (window.count - this.seen) * 2 > count; // most of the time
    if (isReached || load < estimate * QUIET) return this.lookAnew();
    if (service === undefined) return this.settle(load, "dip"); // the new limit is reached, and so measured
    const chance = (isLong ? 1 : 3) * Math.sqrt(variation / Math.min(count, known));
    if (latency > service * (UNREACHED_SLOW + chance)) this.settle(load * Math.max(0.5, service / latency), "hold");
    else if (isLong) this.lookAnew();
  }

  private lookAnew(): void {
    this.seen = this.window.count;
    this.overall.open(0);
  }

  private goOn(): void {
    if (this.phase === "hold") this.held();
    else if (this.phase === "dip") this.dipped();
    else if (this.climbing) this.climbed();
    else this.probed();
  }

  private held(): void {
    this.throughput = this.window.throughput;
    this.enter("dip");
  }

  private dipped(): void {
    this.learn(within(1 - 3 * this.variation, 0.5, 1));
    if (this.throughput === undefined) return this.enter("hold");
    const before = this.estimate;
    const found = this.throughput * (this.service as number);
    const next = before + (found - before) * within(1 - 3 * this.variation, 0.4, 1);
    this.move(within(next, this.low, before * 1.05));
    if (this.estimate < before * 0.97 && this.estimate < before - 0.5) this.rest = REST;
    this.enter("probe");
  }

  /** The first climb doubles the limit as long as calls do not wait. */
  private climbed(): void {
    const { limit, window } = this;
    const found = window.throughput * (this.service ?? window.latency);
    if (this.known > 0 && found < (this.estimate + limit) / 2) {
      this.climbing = false;
      this.move(Math.min(found, limit));
      return this.enter("hold");
    }
    this.move(limit);
    this.learn(window.count / (this.known + window.count));
    if (limit < this.max) return this.enter("probe");
    this.climbing = false;
    this.enter("hold");
  }

  private probed(): void {
    const { limit, window: { throughput } } = this;
    const base = Math.round(this.estimate);
    const gain = throughput / (this.throughput as number) - 1;
    if (limit > base && gain >= (limit / base - 1) / 2) {
      this.move(limit);
      this.throughput = throughput;
      this.stride *= 2;
      this.rest = REST;
      return this.enter("probe");
    }
    if (this.stride > 1) this.move(within(throughput * (this.service as number), this.estimate, limit));
    this.stride = 1;
    this.rest = Math.min(this.variation < 0.1 ? LONGEST_EVEN_REST : LONGEST_REST, this.rest * 2);
    this.enter("hold");
  }

  /** Whether calls wait at an unchanged limit: the service can process fewer than before. */
  private get tooSlow(): boolean {
    const { window: { count, latency }, service } = this;
    if (service === undefined || this.climbing || count < Math.max(this.limit, SLOW_SAMPLES)) return false;
    const expected = service * Math.max(1, this.limit / this.estimate);
    return latency > SLOW * expected + 3 * service * Math.sqrt(Math.max(this.variation, 0.1) / count);
  }

  private fallBack(estimate: number): void {
    this.service = undefined; // the service may have become slower, with the same limit
    this.settle(estimate, "dip");
  }

  /** Restarts the search from another estimate. */
  private settle(estimate: number, phase: Phase): void {
    this.climbing = false;
    this.move(estimate);
    this.stride = 1;
    this.rest = REST;
    this.throughput = undefined;
    this.enter(phase);
  }

  private learn(weight: number): void {
    const { count, latency } = this.window;
    const { service = latency } = this;
    this.service = service + (latency - service) * weight;
    this.known = count / weight;
  }

  private move(estimate: number): void {
    this.estimate = within(estimate, this.min, this.max);
  }

  private enter(phase: Phase): void {
    const base = Math.round(this.estimate);
    this.phase = phase;
    this.limit = { hold: base, dip: this.low, probe: this.service === undefined ? base : this.high }[phase];
    const width = this.high / base - 1;
    const calls = phase === "probe" && !this.climbing && width > 0 ? PROBE_SAMPLES / (width * width) : 0;
    const rounds = phase === "hold" ? this.rest : 1;
    const samples = Math.max(SAMPLES, calls) * this.variation;
    this.enough = within(samples, base * rounds, base * Math.max(LONGEST_LOOK, rounds));
    this.window.open(this.limit);
    this.lookAnew();
  }

  private get low(): number {
    return within(below(this.estimate), this.min, this.max);
  }

  private get high(): number {
    const part = this.climbing ? 1 : width(this.variation) * this.stride;
    return within(above(this.estimate, part), this.min, this.max);
  }
}
