/** A plain buffer that holds its values in the log, where those of all others are. */
import type { Buffer, Offered } from "../core/types.ts";
import type { SharedLog } from "./shared-log.ts";
import type { Cursor } from "./cursors.ts";

export class LogWindow<T> implements Buffer<T> {
  readonly capacity: number;
  size = 0;
  private readonly log: SharedLog<T>;
  /** Where the oldest value is; when it holds none, where the next one will be if that is in the log already. */
  private oldest: Cursor | undefined = undefined;

  constructor(capacity: number, log: SharedLog<T>) {
    this.capacity = capacity;
    this.log = log;
  }

  /** Takes in the value at the log's cursor, which is the one behind its newest. */
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

  /** The same, while the log is not to change. */
  shift(): T {
    const { log } = this;
    const oldest = this.oldest as Cursor;
    const value = log.at(oldest.position);
    this.size--;
    // What is being passed now may go to somebody who waits, past the window.
    const after = this.size === 0 && log.passing ? undefined : log.after(oldest.position);
    this.oldest = log.reading.move(oldest, after);
    return value;
  }

  /** Whether that value is in it, if it is not ahead of its newest. */
  holds(position: number): boolean {
    return this.size > 0 && (this.oldest as Cursor).position <= position;
  }

  clear(): void {
    const { oldest } = this;
    this.size = 0;
    this.oldest = oldest && this.log.reading.move(oldest, undefined);
  }
}
