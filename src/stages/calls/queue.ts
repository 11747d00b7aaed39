/**
 * A queue that its members hold together: each of them knows the next one. So it needs no room of its own, and costs
 * less than a ring; a member can stand in one such queue at a time.
 */
export interface QueueNode<M> {
  /** Whoever stands behind it. The queue's own. */
  behind: M | undefined;
}

export class Queue<M extends QueueNode<M>> {
  /** Whose turn it is; `undefined` when nobody is in line. */
  first: M | undefined = undefined;
  /** Only while there is a first one. */
  private last: M | undefined = undefined;

  push(member: M): void {
    if (this.first === undefined) this.first = member;
    else (this.last as M).behind = member;
    this.last = member;
  }

  /** Takes the first one out. Only while there is one. */
  shift(): M {
    const first = this.first as M;
    this.first = first.behind;
    first.behind = undefined;
    return first;
  }
}
