/**
 * A circular queue that grows and shrinks. It has never heard of channels.
 *
 * Holds: `slots.length` is 0 or a power of two; `head` and `tail` are folded into the slots by the
 * mask `slots.length - 1`; a slot outside `head..tail` is `undefined`, so that nothing taken is kept alive.
 */
export class Ring<T> {
  private slots: (T | undefined)[] = NO_SLOTS as T[];
  protected head = 0;
  protected tail = 0;

  get size(): number {
    return this.tail - this.head;
  }

  /** The oldest value. Only while `size > 0`. */
  get first(): T {
    return this.slots[this.head & (this.slots.length - 1)] as T;
  }

  /** The value that stands `index` behind the oldest. Only while `0 <= index < size`. */
  at(index: number): T {
    return this.slots[(this.head + index) & (this.slots.length - 1)] as T;
  }

  /** Puts another value in the place of that one. */
  put(index: number, value: T): void {
    this.slots[(this.head + index) & (this.slots.length - 1)] = value;
  }

  push(value: T): void {
    if (this.tail - this.head === this.slots.length) this.resize(this.slots.length * 2);
    this.slots[this.tail++ & (this.slots.length - 1)] = value;
  }

  /** Puts a value before all others. */
  unshift(value: T): void {
    if (this.tail - this.head === this.slots.length) this.resize(this.slots.length * 2);
    this.slots[--this.head & (this.slots.length - 1)] = value;
  }

  /** Takes the oldest value out. Only while `size > 0`. */
  shift(): T {
    const { slots } = this;
    const index = this.head++ & (slots.length - 1);
    const value = slots[index] as T;
    slots[index] = undefined;
    if (slots.length > ROOMY) this.shrink();
    else if (this.head === this.tail) this.head = this.tail = 0;
    return value;
  }

  /** Moves the oldest values to the end of an array, until it holds `max` or all are there; gives how many. */
  moveTo(target: T[], max: number): number {
    const { slots, head } = this;
    const mask = slots.length - 1;
    const count = Math.min(this.size, max - target.length);
    for (let position = head; position < head + count; position++) {
      target.push(slots[position & mask] as T);
      slots[position & mask] = undefined;
    }
    this.head += count;
    this.shrink();
    return count;
  }

  /** Takes the oldest value out and puts a new one in. Only while `size > 0`. */
  replace(value: T): T {
    const { slots } = this;
    const mask = slots.length - 1;
    const index = this.head++ & mask;
    const oldest = slots[index] as T;
    slots[index] = undefined;
    slots[this.tail++ & mask] = value;
    return oldest;
  }

  /** When it is empty it begins again, so that positions stay small, and frees slots that were not needed since it last was. */
  private shrink(): void {
    while (this.slots.length > LARGE && this.size * 8 <= this.slots.length) this.resize(this.slots.length / 4);
    if (this.size > 0) return;
    const { tail, slots: { length } } = this;
    this.head = this.tail = 0;
    if (length > ROOMY && tail * 4 <= length) this.resize(length / 4);
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

/** Shared by every ring that holds nothing yet: an idle queue costs no array. Frozen, so that no value can be put in. */
export const NO_SLOTS: readonly undefined[] = Object.freeze([]);

/** Rings up to this length never shrink: what they could give back is not worth the copying. */
const ROOMY = 64;
/**
 * Rings up to this length shrink only when they are empty and needed few of their slots since they last were: one that
 * fills and drains over and over keeps them. (A third of the cost of `sendAll` and `batches` with capacity 1,024.)
 */
const LARGE = 1024;

/**
 * A power of two of them: at least `length`, and 4. Doubled, not `new Array(length)`: engines keep arrays without holes in a
 * faster form. Copied at the end, since JavaScriptCore gives an array that it has joined an eighth more than it needs.
 */
export function emptySlots<T>(length: number): (T | undefined)[] {
  let slots: (T | undefined)[] = [undefined, undefined, undefined, undefined];
  while (slots.length < length) slots = slots.concat(slots);
  return slots.length > LARGE ? slots.slice() : slots;
}
