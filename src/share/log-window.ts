/** A plain buffer whose values stay in the shared log. */
import type { Buffer, Offered } from "../core/types.ts";
import type { SharedLog } from "./shared-log.ts";
import type { Cursor } from "./cursors.ts";

export class LogWindow<T> implements Buffer<T> {
  readonly capacity: number;
  size = 0;
  private readonly log: SharedLog<T>;
  /**
   * The position of the oldest value. In an empty window, the position of the next value if the log holds it already.
   */
  private oldest: Cursor | undefined = undefined;

  constructor(capacity: number, log: SharedLog<T>) {
    this.capacity = capacity;
    this.log = log;
  }

  /** Adds the value at the log's cursor, the one after the window's newest value. */
  offer(): Offered {
    if (this.size >= this.capacity) return "wait";
    this.oldest ??= this.log.reading.enter(this.log.cursor);
    this.size++;
    return "kept";
  }

  take(): T {
    const value = this.shift();
    this.log.settle();
    return value;
  }

  /** Takes a value without a change of the log. */
  shift(): T {
    const { log } = this;
    const oldest = this.oldest as Cursor;
    const value = log.at(oldest.position);
    this.size--;
    // The value of the current pass may go to a waiting receiver, past the window.
    const after = this.size === 0 && log.passing ? undefined : log.after(oldest.position);
    this.oldest = log.reading.move(oldest, after);
    return value;
  }

  /** Whether the window holds the value at a position that is not beyond its newest value. */
  holds(position: number): boolean {
    return this.size > 0 && (this.oldest as Cursor).position <= position;
  }

  clear(): void {
    const { oldest } = this;
    this.size = 0;
    this.oldest = oldest && this.log.reading.move(oldest, undefined);
  }
}
