/**
 * What was sent to many: each value once, however many have yet to read it. (Kotlin's `SharedFlow` and tokio's
 * `broadcast` keep one, too; a queue for each subscriber would hold, and touch, every value as often as there are
 * subscribers.)
 *
 * ```
 *   base        slowest of `reading`      slowest of `accepting`         end
 *    │ replay        │ in windows                │ in somebody's line     │
 *    └───────────────┴───────────────────────────┴── their sends wait ────┘
 * ```
 *
 * A value is in the log only while somebody will come for it: the subscribers in whose line it stands, those whose window
 * it is in, or newcomers. A send that was withdrawn leaves a gap. Gaps are closed when they are many, which is O(1) for
 * each on average.
 *
 * Holds, whenever no method is running: nobody stands at a gap; `waiting` has the senders of the last `waiting.size`
 * positions (none where nobody waits), and somebody stands at or before the first of them.
 */
import type { Leavable, Waiting } from "../core/line.ts";
import { Ring } from "../core/ring.ts";
import { accept, claims } from "../core/waiter.ts";
import { Stands } from "./stands.ts";

/** In the place of a value whose send was withdrawn. */
const GAP: unique symbol = Symbol("gap");

/** One for whom values are sent. */
export interface Reader {
  /** The send at this position is about to be withdrawn: a reader that has accepted its value keeps it. */
  keep(position: number): void;
  /** It was withdrawn: a reader that stands there moves on. */
  skip(position: number): void;
}

export class Log<T, R extends Reader = Reader> implements Leavable {
  readers: Set<R> = new Set();
  /** Where windows begin. */
  readonly reading: Stands = new Stands();
  /** Where the line of those who have not accepted everything begins. */
  readonly accepting: Stands = new Stands();
  /** The position of the value that a window is offered. */
  cursor = 0;
  /** A pass over all readers is under way: nothing may go that one of them is still to get. */
  passing = false;
  /** How many passes there were: a reader whose turn it was in this one has the same number. */
  round = 0;
  /** The position of the value that is being passed, once it is in the log. */
  private fresh: number | undefined = undefined;
  private readonly replay: number;
  private readonly values = new Ring<T | typeof GAP>();
  private readonly waiting = new Ring<Waiting | undefined>();
  private base = 0;
  private gaps = 0;

  constructor(replay: number) {
    this.replay = replay;
  }

  /** How many sends wait, those withdrawn but not yet passed included. */
  get pending(): number {
    return this.waiting.size;
  }

  /** Whether newcomers get values that were there before. */
  get keeps(): boolean {
    return this.replay > 0;
  }

  private get end(): number {
    return this.base + this.values.size;
  }

  at(position: number): T {
    return this.values.at(position - this.base) as T;
  }

  /** The position of the value after that one, if there is one. */
  after(position: number): number | undefined {
    const end = this.end;
    do position++; while (position < end && this.values.at(position - this.base) === GAP);
    return position < end ? position : undefined;
  }

  /** The same for one who does not know of a value that is being passed before its turn. */
  afterUnpassed(position: number): number | undefined {
    const next = this.after(position);
    return next === this.fresh ? undefined : next;
  }

  /** Where a newcomer begins: before the last `replay` values, if there are any. */
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

  /** Puts a value at the end, and gives its position. */
  append(value: T): number {
    this.values.push(value);
    this.waiting.push(undefined);
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

  /** Has the sender of the last value wait until everybody has accepted it. */
  push(sender: Waiting): void {
    this.waiting.put(this.waiting.size - 1, sender);
    if (typeof sender === "function") return;
    sender.line = this;
    sender.seat = this.end - 1;
  }

  /** Withdraws the last value, for which no sender waits yet. */
  withdraw(): void {
    this.remove(this.end - 1);
  }

  /** Withdraws the send at that position. */
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

  /** Somebody moved: tells the senders whose values all have accepted, and forgets the values for which nobody will come. */
  settle(): void {
    if (this.passing) return;
    const { values, waiting } = this;
    const accepted = this.accepting.rear?.position ?? Infinity;
    while (waiting.size > 0 && this.end - waiting.size < accepted) {
      const sender = waiting.shift();
      if (sender !== undefined && claims(sender)) accept(sender);
    }
    const needed = Math.min(accepted, this.reading.rear?.position ?? Infinity);
    const replayed = Math.min(accepted, this.end) - this.replay;
    while (this.base < needed && values.size > 0) {
      if (values.first === GAP) this.gaps--;
      else if (this.base + this.gaps >= replayed) break;
      values.shift();
      this.base++;
    }
  }

  private closeGaps(): void {
    const { values, waiting, end, base } = this;
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
      if (value === GAP) closed++;
      else {
        values.push(value);
        if (position >= firstWaiting) waiting.push(sender);
        if (typeof sender === "object") sender.seat -= closed;
      }
    }
    this.gaps = 0;
  }
}

/** So few gaps may stay. */
const FEW = 16;
