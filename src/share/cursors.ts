/**
 * Where readers stand in a log, so that one knows how far the slowest has come.
 *
 * Those at the same position share a *stand*, and stands are linked in their order. So memory follows the readers and not
 * the log, and it is O(1) to come at the front, to move on and to leave.
 *
 * Holds: positions ascend from `rear` to `front`; at each stand there is somebody.
 */
export interface Cursor {
  position: number;
  /** How many stand here. */
  count: number;
  behind: Cursor | undefined;
  ahead: Cursor | undefined;
}

export class Cursors {
  /** Where the slowest stand. */
  rear: Cursor | undefined = undefined;
  private front: Cursor | undefined = undefined;

  /** Looks for the place from the front. */
  enter(position: number): Cursor {
    let behind = this.front;
    while (behind !== undefined && behind.position > position) behind = behind.behind;
    return behind?.position === position ? joined(behind) : this.insert(position, behind);
  }

  /** One who stood there moves to a later position, and past nobody's stand but their own; or leaves. */
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
