/** The newest events of a trace, in order. */
import type { TraceEvent } from "./types.ts";

/** An event without its number. */
export type Happening = Omit<TraceEvent, "sequence">;

/**
 * Holds: `forgotten` events precede those kept, and at most twice `limit` are kept, so that forgetting is O(1) for each
 * event on average.
 */
export class Log {
  private readonly limit: number;
  private readonly kept: Happening[] = [];
  private forgotten = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** The number of events so far, which is the place of the next one. */
  get place(): number {
    return this.forgotten + this.kept.length;
  }

  /** Inserts an event before all that were added since `place`. */
  insert(place: number, happening: Happening): void {
    this.kept.splice(Math.max(0, place - this.forgotten), 0, happening);
    if (this.kept.length < 2 * this.limit) return;
    this.kept.splice(0, this.limit);
    this.forgotten += this.limit;
  }

  /** The newest events, numbered from the first of all. */
  get events(): readonly TraceEvent[] {
    const first = this.forgotten + 1;
    return this.kept.map((happening, index) => ({ sequence: first + index, ...happening })).slice(-this.limit);
  }
}
