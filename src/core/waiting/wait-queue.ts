/**
 * A line of parked operations: first come, first served, and anyone may leave from anywhere in O(1).
 *
 * The first one, mostly the only one, stands in two fields; the others in a circular queue of pairs (who waits, the value
 * they bring). A position in the queue is a *slot*; a waiter that can leave early keeps the number of its slot, and leaving
 * empties the slot. The slots behind are not moved up; the queue is compacted when it is full or mostly empty, which is
 * O(1) for each operation on average.
 *
 * Holds: `first` is a waiter whenever `count > 0`; an empty slot is `undefined`; a plain operation, which cannot leave
 * early, is its bare `resolve` function, so that it costs no object of its own.
 */
import { emptySlots, NO_SLOTS } from "../engine/ring.ts";

/** Settles a parked promise, see `rejected` for how it is rejected. */
// deno-lint-ignore no-explicit-any -- a send resolves with nothing, a receive with a result; the queue does not distinguish them
export type Resolve = (result: any) => void;

/** A parked operation that may leave its line before it is served. */
export interface Waiter {
  line: Leavable | undefined;
  slot: number;
  /** True for a waiter whose `claim` may say no: one that answers to a foreign `Turn`. */
  readonly asks?: boolean;
  /** The select that it is an arm of: two arms of one select never meet each other. */
  readonly select?: unknown;
  /** It keeps its place, but wants nothing now; its `claim` says no. */
  readonly idle?: boolean;
  /** Called when another waiter stands behind it, if it joined with `stand`. */
  followed?(by: Parked): void;
  /** Called once the waiter has left its line because it is to be served: frees all else that it holds. */
  claim(): boolean;
  settle(done: boolean, value: unknown): void;
  fail(error: unknown): void;
}

export type Parked = Waiter | Resolve;

/** Does it want something now? */
export function waits(waiting: Parked): boolean {
  return typeof waiting === "function" || waiting.idle !== true;
}

/** Something that a waiter can take itself out of. */
export interface Leavable {
  remove(slot: number): void;
}

/** Called when a waiter left the queue early, with what it had brought: what it held up may proceed. */
export interface QueueOwner {
  left(wasFirst: boolean, value: unknown): void;
}

export class WaitQueue implements Leavable {
  /** How many wait. */
  count = 0;
  /** The next waiter. Defined whenever `count > 0`. */
  first: Parked | undefined = undefined;
  /** The value that the first one brings. */
  firstValue: unknown = undefined;
  private slots: unknown[] = NO_SLOTS as unknown[];
  private head = 0;
  private tail = 0;
  /** The waiter that joined with `stand` last, if no other has to stand behind it yet. */
  private standing: Waiter | undefined = undefined;
  private hasStood = false;
  private readonly owner: QueueOwner | undefined;

  constructor(owner?: QueueOwner) {
    this.owner = owner;
  }

  push(waiting: Parked, value: unknown): void {
    if (this.standing !== undefined) this.standing.followed?.(waiting);
    if (this.count++ === 0) this.lead(waiting, value);
    else this.append(waiting, value);
  }

  private append(waiting: Parked, value: unknown): void {
    if (this.tail - this.head === this.slots.length) this.pack();
    this.place(this.tail, waiting, value);
    this.tail += 2;
  }

  /** Adds a waiter that keeps its place while it is idle, as long as no other has to stand behind it. */
  stand(waiter: Waiter): void {
    this.push(waiter, undefined);
    this.standing = waiter;
    this.hasStood = true;
  }

  /** Tells one who joined with `stand` no more who follows. */
  forget(waiter: Waiter): void {
    if (this.standing === waiter) this.standing = undefined;
  }

  /** How many wait and want something now. */
  get waiting(): number {
    if (!this.hasStood) return this.count;
    let count = 0;
    this.find((waiting) => {
      if (waits(waiting)) count++;
      return false;
    });
    return count;
  }

  /** Puts one before all others. */
  unshift(waiting: Parked, value: unknown): void {
    if (this.count++ > 0) {
      if (this.tail - this.head === this.slots.length) this.pack();
      this.head -= 2;
      this.place(this.head, this.first as Parked, this.firstValue);
    }
    this.lead(waiting, value);
  }

  /** Takes the first one out. Only while `count > 0`. */
  shift(): Parked {
    const waiting = this.first as Parked;
    if (typeof waiting !== "function") waiting.line = undefined;
    if (--this.count > 0) this.moveUp();
    else this.first = this.firstValue = undefined;
    return waiting;
  }

  remove(slot: number): void {
    const value = slot === FRONT ? this.firstValue : this.slots[(slot & (this.slots.length - 1)) + 1];
    this.take(slot);
    this.owner?.left(slot === FRONT, value);
  }

  /** The slot of the first one who passes the test. */
  find(test: (waiting: Parked) => boolean): number | undefined {
    if (this.count === 0) return undefined;
    if (test(this.first as Parked)) return FRONT;
    for (let slot = this.head; slot < this.tail; slot += 2) {
      const waiting = this.at(slot);
      if (waiting !== undefined && test(waiting)) return slot;
    }
    return undefined;
  }

  /** Takes out the one on that slot. */
  take(slot: number): Parked {
    if (slot === FRONT) return this.shift();
    const waiting = this.at(slot) as Parked;
    if (typeof waiting !== "function") waiting.line = undefined;
    this.count--;
    this.vacate(slot);
    return waiting;
  }

  private lead(waiting: Parked, value: unknown): void {
    this.first = waiting;
    this.firstValue = value;
    if (typeof waiting !== "function") {
      waiting.line = this;
      waiting.slot = FRONT;
    }
  }

  private place(slot: number, waiting: Parked, value: unknown): void {
    const index = slot & (this.slots.length - 1);
    this.slots[index] = waiting;
    this.slots[index + 1] = value;
    if (typeof waiting === "function") return;
    waiting.line = this;
    waiting.slot = slot;
  }

  private at(slot: number): Parked | undefined {
    return this.slots[slot & (this.slots.length - 1)] as Parked | undefined;
  }

  /** The next one comes to the front. Only while there is one. */
  private moveUp(): void {
    const { slots } = this;
    const mask = slots.length - 1;
    while (slots[this.head & mask] === undefined) this.head += 2;
    const index = this.head & mask;
    this.lead(slots[index] as Parked, slots[index + 1]);
    this.vacate(this.head);
  }

  private vacate(slot: number): void {
    const { slots, count } = this;
    const index = slot & (slots.length - 1);
    slots[index] = slots[index + 1] = undefined;
    if (count === 1) this.head = this.tail = 0;
    else if (slot === this.head) this.head += 2;
    if (slots.length > ROOMY && count * 16 <= slots.length) this.pack();
  }

  /** Moves everyone up into an array of the right length: two to four times what is needed. */
  private pack(): void {
    const slots = emptySlots<unknown>(this.count * 4);
    const mask = this.slots.length - 1;
    let index = 0;
    for (let slot = this.head; slot < this.tail; slot += 2) {
      const waiting = this.slots[slot & mask] as Parked | undefined;
      if (waiting === undefined) continue;
      if (typeof waiting !== "function") waiting.slot = index;
      slots[index++] = waiting;
      slots[index++] = this.slots[(slot & mask) + 1];
    }
    this.slots = slots;
    this.head = 0;
    this.tail = index;
  }
}

/** Stands for each queue without a waiter so far, so that an idle channel holds none. It is never joined itself. */
export const NO_WAITERS: WaitQueue = new WaitQueue();

/** The slot of the one who is next. */
const FRONT = -1;
const ROOMY = 64;
