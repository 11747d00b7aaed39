/**
 * A circular queue that grows and shrinks. It has never heard of channels.
 *
 * Holds: `slots.length` is 0 or a power of two; `head` and `tail` are folded into the slots by the
 * mask `slots.length - 1`; a slot outside `head..tail` is `undefined`, so that nothing taken is kept alive.
 */
export class Ring<T> {
  private slots: (T | undefined)[] = NO_SLOTS as T[];
  private head = 0;
  private tail = 0;

  get size(): number {
    return this.tail - this.head;
  }

  /** The oldest value. Only while `size > 0`. */
  get first(): T {
    return this.slots[this.head & (this.slots.length - 1)] as T;
  }

  push(value: T): void {
    if (this.tail - this.head === this.slots.length) this.resize(Math.max(SMALLEST, this.slots.length * 2));
    this.slots[this.tail++ & (this.slots.length - 1)] = value;
  }

  /** Puts a value before all others. */
  unshift(value: T): void {
    if (this.tail - this.head === this.slots.length) this.resize(Math.max(SMALLEST, this.slots.length * 2));
    this.slots[--this.head & (this.slots.length - 1)] = value;
  }

  /** Takes the oldest value out. Only while `size > 0`. */
  shift(): T {
    const { slots } = this;
    const index = this.head++ & (slots.length - 1);
    const value = slots[index] as T;
    slots[index] = undefined;
    if (this.head === this.tail) this.head = this.tail = 0; // small integers stay fast
    if (slots.length > ROOMY && (this.tail - this.head) * 8 <= slots.length) this.resize(slots.length / 4);
    return value;
  }

  private resize(length: number): void {
    const slots = emptySlots<T>(length);
    const mask = this.slots.length - 1;
    const size = this.tail - this.head;
    for (let index = 0; index < size; index++) slots[index] = this.slots[(this.head + index) & mask];
    this.slots = slots;
    this.head = 0;
    this.tail = size;
  }
}

/** Shared by every ring that holds nothing yet: an idle queue costs no array. Frozen, so that nobody can put a value in. */
export const NO_SLOTS: readonly undefined[] = Object.freeze([]);

const SMALLEST = 4;
/** Rings up to this length never shrink: what they could give back is not worth the copying. */
const ROOMY = 64;

/** `length` is a power of two. Doubled, not `new Array(length)`: engines keep arrays without holes in a faster form. */
export function emptySlots<T>(length: number): (T | undefined)[] {
  let slots: (T | undefined)[] = [undefined, undefined, undefined, undefined];
  while (slots.length < length) slots = slots.concat(slots);
  return slots;
}
