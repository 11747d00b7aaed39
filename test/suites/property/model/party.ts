// Who waits: an operation with all its places, in lines and on signals. It leaves them all at once, before it is told.
import type { End, Failure, Got } from "./outcome.ts";
import type { Signal } from "./signal.ts";
import type { World } from "./world.ts";

/** One place in one line. */
export interface Place {
  readonly party: Party;
  /** The value that a sender brings. */
  readonly value: unknown;
  /** Which case of a select. */
  readonly arm: number;
}

/** A line of those who wait; `freed` is called when the first one left early, and others are behind. */
export interface Line {
  readonly places: Place[];
  readonly freed?: () => void;
}

export abstract class Party {
  protected readonly world: World;
  private lines: { line: Line; place: Place }[] = [];
  private signals: Signal[] = [];

  constructor(world: World) {
    this.world = world;
  }

  /** A send was accepted, a receive got a value or the end, a signal or a promise came. It has left its places. */
  abstract happened(arm: number, result: Got | End): void;
  /** The same for a failure. */
  abstract failed(failure: Failure): void;

  /** A signal that it watches was aborted. It has left its places. */
  aborted(reason: unknown): void {
    this.failed({ is: "error", error: reason });
  }

  join(line: Line, value: unknown = undefined, arm = 0): void {
    const place: Place = { party: this, value, arm };
    line.places.push(place);
    this.lines.push({ line, place });
  }

  /** With an `arm` the abort is a case that happens; otherwise it ends the party. */
  watch(signal: Signal, arm?: number): void {
    signal.watch(this, arm);
    this.signals.push(signal);
  }

  leave(): void {
    for (const signal of this.signals.splice(0)) signal.unwatch(this);
    for (const { line, place } of this.lines.splice(0)) {
      const seat = line.places.indexOf(place);
      if (seat < 0) continue;
      line.places.splice(seat, 1);
      if (seat === 0 && line.places.length > 0 && line.freed) this.world.atEnd(line.freed);
    }
  }
}

/** Takes the first one out of a line, and out of all others that it stands in. */
export function next(line: Line): Place | undefined {
  const place = line.places.shift();
  place?.party.leave();
  return place;
}
