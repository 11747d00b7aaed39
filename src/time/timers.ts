/**
 * The only file that the time of users depends on; `core/engine/event-loop.ts` reads its own timers, when it is loaded.
 * Timers and the clock are looked up on `globalThis` at each call, so that fake timers work whenever they are
 * installed.
 */
import { shown } from "../core/engine/arguments.ts";

/** The longest delay that `setTimeout` accepts; a longer one fires at once. */
const LONGEST = 2 ** 31 - 1;

/** Calls `due` once, `ms` milliseconds after `arm`, for any finite `ms`. */
export class Timer {
  private handle: ReturnType<typeof setTimeout> | undefined = undefined;
  private readonly due: () => void;

  constructor(due: () => void) {
    this.due = due;
  }

  get armed(): boolean {
    return this.handle !== undefined;
  }

  arm(ms: number): void {
    const step = Math.min(ms, LONGEST);
    const began = globalThis.Date.now();
    this.handle = globalThis.setTimeout(() => {
      this.handle = undefined;
      const rest = ms - Math.max(step, globalThis.Date.now() - began); // a fake clock may advance several steps at once
      if (rest > 0) this.arm(rest);
      else this.due();
    }, step);
  }

  disarm(): void {
    if (this.handle === undefined) return;
    globalThis.clearTimeout(this.handle);
    this.handle = undefined;
  }
}

/**
 * Measures the milliseconds since its construction. When the system clock steps back, the stopwatch stands still for
 * that moment and then continues: no tick repeats, and no wait lasts until the clock has caught up.
 */
export class Stopwatch {
  private last: number = globalThis.Date.now();
  private counted = 0;
  private highest = 0;

  get elapsed(): number {
    const read = globalThis.Date.now();
    if (read > this.last) this.counted += read - this.last;
    this.last = read;
    return this.atLeast(this.counted);
  }

  /** Raises the elapsed time to `ms`: a timer that fired is more exact than the clock. */
  atLeast(ms: number): number {
    if (ms > this.highest) this.highest = ms;
    return this.highest;
  }
}

/** Throws unless `given` is a duration: a finite number of milliseconds of at least `least`. */
export function checkDuration(name: string, given: unknown, least: number): void {
  if (typeof given !== "number") throw new TypeError(`${name} must be a number, not ${shown(given)}`);
  if (given >= least && given < Infinity) return;
  throw new RangeError(`${name} must be a finite number of at least ${least}, not ${shown(given)}`);
}
