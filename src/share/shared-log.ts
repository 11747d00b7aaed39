/**
 * The values sent to many subscribers, each stored once, however many have yet to read it. (Kotlin's `SharedFlow` and
 * tokio's `broadcast` also share one log; a queue for each subscriber would store and touch every value once for each.)
 *
 * ```
 *   base        slowest of `reading`      slowest of `accepting`         end
 *    │ replay        │ in windows                │ in a reader's line     │
 *    └───────────────┴───────────────────────────┴── their sends wait ────┘
 * ```
 *
 * The log holds a value only while it is needed: by subscribers that have it queued, by those whose window it is in, or
 * for replay to new subscribers. A withdrawn send leaves a gap. Gaps are closed when there are many, which is O(1) for
 * each gap on average.
 *
 * Holds, whenever no method is running: no reader is at a gap; `waiting` has the senders of the last `waiting.size`
 * positions (an empty entry where no sender waits), and a reader is at or before the first of them; `owned`, if it
 * exists, has an entry for each of those positions.
 */
import type { Leavable, Parked } from "../core/waiting/wait-queue.ts";
import { Ring } from "../core/engine/ring.ts";
import { accept, claims } from "../core/waiting/waiter.ts";
import { Cursors } from "./cursors.ts";

/** Replaces a value whose send was withdrawn. */
const GAP: unique symbol = Symbol("gap");

/** A reader of the log. */
export interface LogListener {
  /** The send at this position is about to be withdrawn: a reader that has accepted its value keeps it. */
  keep(position: number): void;
  /** The send was withdrawn: a reader at this position moves on. */
  skip(position: number): void;
}

/** Takes back a send whose value no reader has accepted, or will accept. */
export interface Home<T> {
  takeBack(sends: readonly Returned<T>[]): void;
}

/** A send that goes back, and its value. */
export type Returned<T> = readonly [sender: Parked, value: T];

export class SharedLog<T, R extends LogListener = LogListener> implements Leavable {
  readers: Set<R> = new Set();
  /** The beginnings of the windows. */
  readonly reading: Cursors = new Cursors();
  /** The first value that each reader has not accepted. */
  readonly accepting: Cursors = new Cursors();
  /** The position of the value offered to a window. */
  cursor = 0;
  /** A pass over all readers is under way: values that a reader has yet to receive must stay. */
  passing = false;
  /** The number of the current pass. A reader that had its turn in this pass has the same number. */
  round = 0;
  /** The position of the value of the current pass, once the log holds it. */
  private fresh: number | undefined = undefined;
  private readonly replay: number;
  private readonly values = new Ring<T | typeof GAP>();
  private readonly waiting = new Ring<Parked | undefined>();
  /** Whether a reader has accepted the value of a waiting send. Present only where an unaccepted send goes back. */
  private readonly owned: Ring<boolean> | undefined;
  private readonly home: Home<T> | undefined;
  private base = 0;
  private gaps = 0;

  constructor(replay: number, home?: Home<T>) {
    this.replay = replay;
    this.home = home;
    this.owned = home && new Ring();
  }

  /** How many sends wait, including withdrawn ones that `settle` has not passed yet. */
  get pending(): number {
    return this.waiting.size;
  }

  /** How many values the log holds for reading or replay. */
  get held(): number {
    return this.values.size - this.gaps;
  }

  /** Whether new subscribers receive earlier values. */
  get keeps(): boolean {
    return this.replay > 0;
  }

  private get end(): number {
    return this.base + this.values.size;
  }

  at(position: number): T {
    return this.values.at(position - this.base) as T;
  }

  /** The position of the next value, if there is one. */
  after(position: number): number | undefined {
    const end = this.end;
    do position++; while (position < end && this.values.at(position - this.base) === GAP);
    return position < end ? position : undefined;
  }

  /** The same for a reader that must not see the value of the current pass before its turn. */
  afterUnpassed(position: number): number | undefined {
    const next = this.after(position);
    return next === this.fresh ? undefined : next;
  }

  /** Where a new subscriber begins: before the last `replay` values, if there are any. */
  get beginning(): number | undefined {
    let position = this.end;
    let found: number | undefined;
    for (let left = this.replay; left > 0 && position > this.base;) {
      if (this.at(--position) === GAP) continue;
      found = position;
      left--;
    }
    return found;
  }

  /** Adds a value at the end and returns its position. */
  append(value: T): number {
    this.values.push(value);
    this.waiting.push(undefined);
    this.owned?.push(false);
    return this.fresh = this.end - 1;
  }

  beginPass(): void {
    this.round++;
    this.passing = true;
  }

  endPass(): void {
    this.fresh = undefined;
    this.passing = false;
    this.settle();
  }

  /** Makes the sender of the last value wait until every reader has accepted it. */
  push(sender: Parked): void {
    this.waiting.put(this.waiting.size - 1, sender);
    if (typeof sender === "function") return;
    sender.line = this;
    sender.slot = this.end - 1;
  }

  /** Records that a reader has accepted the value at a position. */
  own(position: number): void {
    const { owned, end } = this;
    if (owned === undefined) return;
    const index = position - end + owned.size;
    if (index >= 0) owned.put(index, true);
  }

  /** Withdraws the last value, for which no sender waits yet. */
  withdraw(): void {
    this.remove(this.end - 1);
  }

  /** Withdraws the send at a position. */
  remove(position: number): void {
    const { readers, values, waiting } = this;
    for (const reader of readers) reader.keep(position);
    waiting.put(position - this.end + waiting.size, undefined);
    values.put(position - this.base, GAP);
    this.gaps++;
    for (const reader of readers) reader.skip(position);
    this.settle();
    if (this.gaps > FEW && this.gaps * 2 > values.size && !this.passing) this.closeGaps();
  }

  /**
   * Settles the senders whose values all readers have accepted, and forgets values that no reader needs. Called after a
   * reader has moved.
   */
  settle(): void {
    if (this.passing) return;
    const { values } = this;
    const accepted = this.accepting.rear?.position ?? Infinity;
    this.release(accepted);
    const needed = Math.min(accepted, this.reading.rear?.position ?? Infinity);
    const replayed = Math.min(accepted, this.end) - this.replay;
    while (this.base < needed && values.size > 0) {
      if (values.first === GAP) this.gaps--;
      else if (this.base + this.gaps >= replayed) break;
      values.shift();
      this.base++;
    }
  }

  /** Every reader is past the values before this position: their sends end or go back. */
  private release(accepted: number): void {
    const { waiting, owned } = this;
    const returned: Returned<T>[] = [];
    while (waiting.size > 0 && this.end - waiting.size < accepted) {
      const position = this.end - waiting.size;
      const sender = waiting.shift();
      const isOwned = owned?.shift() ?? true;
      if (sender === undefined) continue;
      if (!isOwned) returned.push([sender, this.takeOut(position)]);
      else if (claims(sender)) accept(sender);
    }
    if (returned.length > 0) this.home?.takeBack(returned);
  }

  /** Removes a value that no reader has accepted, and leaves a gap. */
  private takeOut(position: number): T {
    const value = this.at(position);
    this.values.put(position - this.base, GAP);
    this.gaps++;
    return value;
  }

  private closeGaps(): void {
    const { values, waiting, owned, end, base } = this;
    const firstWaiting = end - waiting.size;
    let reading = this.reading.rear;
    let accepting = this.accepting.rear;
    let closed = 0;
    for (let position = base; position < end; position++) {
      if (reading?.position === position) {
        reading.position -= closed;
        reading = reading.ahead;
      }
      if (accepting?.position === position) {
        accepting.position -= closed;
        accepting = accepting.ahead;
      }
      const value = values.shift();
      const sender = position < firstWaiting ? undefined : waiting.shift();
      const isOwned = position < firstWaiting ? undefined : owned?.shift();
      if (value === GAP) closed++;
      else {
        values.push(value);
        if (position >= firstWaiting) waiting.push(sender);
        if (isOwned !== undefined) owned?.push(isOwned);
        if (typeof sender === "object") sender.slot -= closed;
      }
    }
    this.gaps = 0;
  }
}

/** Up to this many gaps may stay. */
const FEW = 16;
