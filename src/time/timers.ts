/**
 * The only file that user time depends on (`core/engine/event-loop.ts` has its own, taken at load). Timers and the clock are looked
 * up on `globalThis` at each call, so that fake timers work, whenever they are installed.
 */
import { shown } from "../core/engine/arguments.ts";

/** The longest delay that `setTimeout` takes; beyond it fires at once. */
const LONGEST = 2 ** 31 - 1;

/** Calls `due` once, `ms` after `arm`, however long that is. */
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
      const rest = ms - Math.max(step, globalThis.Date.now() - began); // a fake clock may pass several steps at once
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
 * How long ago it was made, in milliseconds. When the clock steps back, time stands still for that moment and then goes
 * on: nothing happens twice, and nobody waits for the clock to catch up.
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

  /** A timer that fired knows better than the clock. */
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
