/**
 * A binary heap that keeps the order of equal values. It does not know channels. The user's `compare` may throw, or use
 * the very pipeline that the heap belongs to. So each operation first calls `compare` and then moves entries; if
 * `version` has changed in between, it starts again.
 *
 * Holds: no entry comes before its parent, the one at `(index - 1) >> 1`.
 */
import { reportLater } from "../core/engine/hooks.ts";

interface Entry<T> {
  readonly value: T;
  /** Equal values leave in the order of their arrival. */
  readonly arrival: number;
}

export class Heap<T> {
  private entries: Entry<T>[] = [];
  /** The largest length of the array since it was created. */
  private peak = 0;
  private readonly compare: (a: T, b: T) => number;
  private arrivals = 0;
  private version = 0;

  constructor(compare: (a: T, b: T) => number) {
    this.compare = compare;
  }

  get size(): number {
    return this.entries.length;
  }

  /** Adds a value unless `capacity` entries are held. Throws what `compare` throws, unchanged. */
  push(value: T, capacity: number): boolean {
    let place: number, version: number;
    do {
      if (this.size >= capacity) return false;
      version = this.version;
      place = this.placeOf(value);
    } while (version !== this.version);
    this.version++;
    const { entries } = this; // read only now: compare() may have replaced it
    let index = entries.length;
    for (; index > place; index = parentOf(index)) entries[index] = entries[parentOf(index)] as Entry<T>;
    entries[index] = { value, arrival: this.arrivals++ };
    this.peak = Math.max(this.peak, entries.length);
    return true;
  }

  /**
   * Removes the smallest value; requires `size > 0`. An error thrown by `compare` is reported, and the two values count
   * as equal. Throws when `compare` emptied the heap.
   */
  shift(): T {
    let path: number[], version: number;
    do {
      if (this.size === 0) throw new Error("Cannot take: compare() emptied the buffer");
      version = this.version;
      path = this.pathDown();
    } while (version !== this.version);
    this.version++;
    const { entries } = this;
    const { value } = entries[0] as Entry<T>;
    const last = entries.pop() as Entry<T>;
    if (entries.length === 0) return value;
    let index = 0;
    for (const child of path) {
      entries[index] = entries[child] as Entry<T>;
      index = child;
    }
    entries[index] = last;
    if (this.peak > ROOMY && entries.length * 4 < this.peak) this.shrink();
    return value;
  }

  /** Frees memory, which an array does not return by itself. */
  private shrink(): void {
    this.entries = this.entries.slice();
    this.peak = this.entries.length;
  }

  /** The index of a new value: above all ancestors that come after it. */
  private placeOf(value: T): number {
    let index = this.entries.length;
    while (index > 0) {
      const parent = this.entries[parentOf(index)];
      if (parent === undefined || !(this.compare(value, parent.value) < 0)) break; // undefined: removed by compare()
      index = parentOf(index);
    }
    return index;
  }

  /** The children that move up when the root is removed and the last entry replaces it. */
  private pathDown(): number[] {
    const { entries, version } = this;
    const end = entries.length - 1;
    const last = entries[end] as Entry<T>;
    const path: number[] = [];
    for (let child = 1; child < end && version === this.version; child = child * 2 + 1) {
      if (child + 1 < end && this.before(child + 1, entries[child] as Entry<T>)) child++;
      if (!this.before(child, last)) break;
      path.push(child);
    }
    return path;
  }

  private before(index: number, other: Entry<T>): boolean {
    const entry = this.entries[index];
    if (entry === undefined) return false; // removed by compare(); the caller starts again
    const order = this.compareQuietly(entry.value, other.value);
    return order < 0 || (!(order > 0) && entry.arrival < other.arrival);
  }

  private compareQuietly(a: T, b: T): number {
    try {
      return this.compare(a, b);
    } catch (error) {
      reportLater(error);
      return 0;
    }
  }
}

/** Arrays up to this length never shrink. */
const ROOMY = 64;

function parentOf(index: number): number {
  return (index - 1) >> 1;
}
