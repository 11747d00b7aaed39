// What the parts of the model share: what a step leaves to be done, and which calls of hooks are due.

/** A call of a hook, or the abort of a channel's signal, which comes in the same queue. */
export type Due = { readonly channel: number; readonly value: unknown } | { readonly cancelled: number };

/** The model cannot tell what comes now, since it is a matter of chance that shows too late: the program ends here. */
export class Unpredictable extends Error {}

export class World {
  /** Due now, in order. */
  readonly due: Due[] = [];
  /** Values that a failing `sendAll` has in hand: their hook comes within a few hops. */
  readonly stranded: { readonly channel: number; readonly value: unknown }[] = [];
  /** How many steps the library does a hop later: completing a batch, telling of a promise. */
  hops = 0;
  /** Set where the model is behind: that hop is over by then. */
  late = false;
  /** A step has been taken at once because of that. */
  hurried = false;
  private readonly unfinished: (() => void)[] = [];
  private readonly rounds: (() => void)[] = [];
  private readonly tell: (step: () => void) => void;

  /** `tell` runs a step that comes by itself. */
  constructor(tell: (step: () => void) => void) {
    this.tell = tell;
  }

  /** What can go on because of the current step goes on at its end, in order. */
  atEnd(step: () => void): void {
    this.unfinished.push(step);
  }

  /** The next round of a select loop begins when all else has gone on. */
  atLast(round: () => void): void {
    this.rounds.push(round);
  }

  /** Ends each step. */
  tidy(): void {
    while (this.unfinished.length + this.rounds.length > 0) (this.unfinished.shift() ?? this.rounds.shift())?.();
  }

  /** The model takes the step in a microtask of its own, queued just before the library's. */
  nextHop(step: () => void): void {
    if (this.late) {
      this.hurried = true;
      return step();
    }
    this.hops++;
    Promise.resolve().then(() => {
      this.hops--;
      this.tell(() => {
        step();
        this.tidy();
      });
    });
  }
}
