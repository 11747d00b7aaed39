/** A circular queue, as bare as it can be: a power of two of slots, doubled when it is full. Made on first use. */
export class Ring {
  size = 0;
  head = 0;
  slots = undefined;

  push(value) {
    if (this.slots === undefined) this.slots = new Array(8).fill(undefined);
    else if (this.size === this.slots.length) this.grow();
    this.slots[(this.head + this.size++) & (this.slots.length - 1)] = value;
  }

  with(value) {
    this.push(value);
    return this;
  }

  shift() {
    const { slots, head } = this;
    const value = slots[head];
    slots[head] = undefined;
    this.head = (head + 1) & (slots.length - 1);
    this.size--;
    return value;
  }

  grow() {
    const { slots, head } = this;
    this.slots = [
      ...slots.slice(head),
      ...slots.slice(0, head),
      ...new Array(slots.length).fill(undefined),
    ];
    this.head = 0;
  }
}
