/** The newest events of a trace, in order. */
import type { TraceEvent } from "./types.ts";

/** An event that does not know its place yet. */
export type Happening = Omit<TraceEvent, "sequence">;

/**
 * Holds: `forgotten` events came before those that are kept; of these there are at most twice as many as the limit, so
 * that forgetting is O(1) for each event on average.
 */
export class Log {
  private readonly limit: number;
  private readonly kept: Happening[] = [];
  private forgotten = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** How many events there were so far: the place of the next one. */
  get place(): number {
    return this.forgotten + this.kept.length;
  }

  /** Puts an event before all that came since there were `place`. */
  insert(place: number, happening: Happening): void {
    this.kept.splice(Math.max(0, place - this.forgotten), 0, happening);
    if (this.kept.length < 2 * this.limit) return;
    this.kept.splice(0, this.limit);
    this.forgotten += this.limit;
  }

  /** The newest ones, numbered from the first that there ever was. */
  get events(): readonly TraceEvent[] {
    const first = this.forgotten + 1;
    return this.kept.map((happening, index) => ({ sequence: first + index, ...happening })).slice(-this.limit);
  }
}
