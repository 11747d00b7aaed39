/**
 * A queue whose members link to each other, so that it needs no storage of its own and costs less than a ring. A member
 * can stand in one such queue at a time.
 */
export interface QueueNode<M> {
  /** The next member, set by the queue. */
  behind: M | undefined;
}

export class Queue<M extends QueueNode<M>> {
  /** The first member; `undefined` in an empty queue. */
  first: M | undefined = undefined;
  /** Valid only while there is a first member. */
  private last: M | undefined = undefined;

  push(member: M): void {
    if (this.first === undefined) this.first = member;
    else (this.last as M).behind = member;
    this.last = member;
  }

  /** Removes and returns the first member. Requires one. */
  shift(): M {
    const first = this.first as M;
    this.first = first.behind;
    first.behind = undefined;
    return first;
  }
}
