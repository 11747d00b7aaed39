/**
 * The positions of readers in a log, which show how far the slowest reader is.
 *
 * Readers at the same position share a *cursor*, and cursors are linked in order. So memory grows with the readers and
 * not with the log, and entering at the front, moving and leaving are O(1).
 *
 * Holds: positions ascend from `rear` to `front`; each cursor has at least one reader.
 */
export interface Cursor {
  position: number;
  /** The number of readers at this position. */
  count: number;
  behind: Cursor | undefined;
  ahead: Cursor | undefined;
}

export class Cursors {
  /** The cursor of the slowest readers. */
  rear: Cursor | undefined = undefined;
  private front: Cursor | undefined = undefined;

  /** Searches from the front. */
  enter(position: number): Cursor {
    let behind = this.front;
    while (behind !== undefined && behind.position > position) behind = behind.behind;
    return behind?.position === position ? joined(behind) : this.insert(position, behind);
  }

  /**
   * Moves one reader of a cursor to a later position, never past another cursor; without a position, removes the
   * reader.
   */
  move(from: Cursor, to: number | undefined): Cursor | undefined {
    const { ahead } = from;
    const free = to !== undefined && ahead?.position !== to;
    if (free && from.count === 1) {
      from.position = to;
      return from;
    }
    const stand = free ? this.insert(to, from) : to === undefined ? undefined : joined(ahead as Cursor);
    if (--from.count === 0) this.unlink(from);
    return stand;
  }

  private insert(position: number, behind: Cursor | undefined): Cursor {
    const ahead = behind === undefined ? this.rear : behind.ahead;
    const stand = { position, count: 1, behind, ahead };
    this.link(behind, stand);
    this.link(stand, ahead);
    return stand;
  }

  private unlink({ behind, ahead }: Cursor): void {
    this.link(behind, ahead);
  }

  private link(behind: Cursor | undefined, ahead: Cursor | undefined): void {
    if (behind === undefined) this.rear = ahead;
    else behind.ahead = ahead;
    if (ahead === undefined) this.front = behind;
    else ahead.behind = behind;
  }
}

function joined(stand: Cursor): Cursor {
  stand.count++;
  return stand;
}
