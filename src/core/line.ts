/**
 * A line of parked operations: first come, first served, and anyone may leave from anywhere in O(1).
 *
 * It is a circular queue of pairs (who waits, the value they bring). A position in it is a *seat*; whoever can leave
 * early keeps their seat's number, and leaving empties the seat. The seats behind are not moved up; the line is packed
 * anew when it is full or mostly empty, which is O(1) for each operation on average.
 *
 * Holds: the first seat is taken whenever `count > 0`; an empty seat is `undefined`; a plain operation, which cannot
 * leave early, is its bare `resolve` function, so that it costs no object of its own.
 */
import { emptySlots, NO_SLOTS } from "./ring.ts";

/** Settles a parked promise, see `rejected` for how it is rejected. */
// deno-lint-ignore no-explicit-any -- a send resolves with nothing, a receive with a result; the line does not care
export type Resolve = (result: any) => void;

/** A parked operation that may leave its line before it is served. */
export interface Waiter {
  line: Leavable | undefined;
  seat: number;
  /** True for a waiter whose `claim` may say no: one that answers to a foreign `Turn`. */
  readonly asks: boolean;
  /** The select that it is an arm of: two arms of one select never meet each other. */
  readonly select?: unknown;
  /** Called once the waiter has left its line because it is to be served: frees all else that it holds. */
  claim(): boolean;
  settle(done: boolean, value: unknown): void;
  fail(error: unknown): void;
}

export type Waiting = Waiter | Resolve;

/** Something that a waiter can take itself out of. */
export interface Leavable {
  remove(seat: number): void;
}

/** Told when somebody left the line early: what they held up may go on. */
export interface LineOwner {
  left(wasFirst: boolean): void;
}

export class Line implements Leavable {
  /** How many wait. */
  count = 0;
  private slots: unknown[] = NO_SLOTS as unknown[];
  private head = 0;
  private tail = 0;
  private readonly owner: LineOwner | undefined;

  constructor(owner?: LineOwner) {
    this.owner = owner;
  }

  /** Who is next. Only while `count > 0`. */
  get first(): Waiting {
    return this.at(this.head) as Waiting;
  }

  /** The value that the first one brings. Only while `count > 0`. */
  get firstValue(): unknown {
    return this.slots[(this.head & (this.slots.length - 1)) + 1];
  }

  push(waiting: Waiting, value: unknown): void {
    if (this.tail - this.head === this.slots.length) this.pack();
    this.place(this.tail, waiting, value);
    this.tail += 2;
  }

  /** Puts one before all others. */
  unshift(waiting: Waiting, value: unknown): void {
    if (this.tail - this.head === this.slots.length) this.pack();
    this.head -= 2;
    this.place(this.head, waiting, value);
  }

  /** Takes the first one out. Only while `count > 0`. */
  shift(): Waiting {
    return this.take(this.head);
  }

  remove(seat: number): void {
    const wasFirst = seat === this.head;
    this.vacate(seat);
    this.owner?.left(wasFirst);
  }

  /** The seat of the first one who passes the test. */
  find(test: (waiting: Waiting) => boolean): number | undefined {
    for (let seat = this.head; seat < this.tail; seat += 2) {
      const waiting = this.at(seat);
      if (waiting !== undefined && test(waiting)) return seat;
    }
    return undefined;
  }

  /** Takes out the one on that seat. */
  take(seat: number): Waiting {
    const waiting = this.at(seat) as Waiting;
    if (typeof waiting !== "function") waiting.line = undefined;
    this.vacate(seat);
    return waiting;
  }

  private place(seat: number, waiting: Waiting, value: unknown): void {
    const index = seat & (this.slots.length - 1);
    this.slots[index] = waiting;
    this.slots[index + 1] = value;
    this.count++;
    if (typeof waiting === "function") return;
    waiting.line = this;
    waiting.seat = seat;
  }

  private at(seat: number): Waiting | undefined {
    return this.slots[seat & (this.slots.length - 1)] as Waiting | undefined;
  }

  private vacate(seat: number): void {
    const { slots } = this;
    const mask = slots.length - 1;
    slots[seat & mask] = slots[(seat & mask) + 1] = undefined;
    if (--this.count === 0) this.head = this.tail = 0;
    else while (slots[this.head & mask] === undefined) this.head += 2;
    if (slots.length > ROOMY && this.count * 16 <= slots.length) this.pack();
  }

  /** Moves everyone up into an array of the right length: twice to four times what is needed. */
  private pack(): void {
    let length = SMALLEST;
    while (length < this.count * 4) length *= 2;
    const slots = emptySlots<unknown>(length);
    const mask = this.slots.length - 1;
    let index = 0;
    for (let seat = this.head; seat < this.tail; seat += 2) {
      const waiting = this.slots[seat & mask] as Waiting | undefined;
      if (waiting === undefined) continue;
      if (typeof waiting !== "function") waiting.seat = index;
      slots[index++] = waiting;
      slots[index++] = this.slots[(seat & mask) + 1];
    }
    this.slots = slots;
    this.head = 0;
    this.tail = index;
  }
}

/** Stands for every line that nobody has joined yet, so that an idle channel holds none. Never joined itself. */
export const NOBODY: Line = new Line();

const SMALLEST = 4;
const ROOMY = 64;
