/**
 * Work on one item at a time, begun when its result is asked for. Stages of such work that stand one below the other are
 * *stations* of one link: an item goes through all of them before the next one is pulled, and work that need not wait
 * costs no hop.
 *
 * Holds: an item is `at` a station as long as a function there has it, or it waits there; otherwise it is nowhere.
 */
import { all, END, type Exit, type Link, type Polled, rouse, Step, WAIT } from "../flow/link.ts";
import { isThenable } from "../flow/thenable.ts";
import { Item } from "./item.ts";
import { type Crew, DONE, FAILED, IDLE, RUNNING, Task } from "./task.ts";
import { NONE, theResult, theValue, type Work, type WorkFunction } from "./work.ts";

/** The link that does this work below that one. */
export function serial<A, R, B>(up: Link<A>, work: Work<A, R, B>): Link<B> {
  const link = up instanceof Serial ? up : new Serial<A, B>(up);
  link.add(work);
  return link;
}

/** What is in the hands of a chain of stages is of a type that only users know. */
type AnyWork = Work<unknown, unknown, unknown>;

class Serial<A, B> extends Step<A, B> implements Crew<unknown, unknown> {
  private first: Station | undefined = undefined;
  private last: Station | undefined = undefined;
  /** Where an item is: in the hands of the function there, or waiting for it. */
  private at: Station | undefined = undefined;
  /** Tells that nothing is in work any more. */
  private idle: (() => void) | undefined = undefined;

  /** Adds a station at the end. */
  add(work: object): void {
    const station = new Station(this, work as AnyWork);
    if (this.last === undefined) this.first = station;
    else this.last.below = station;
    this.last = station;
  }

  override poll(): Polled<B> {
    for (;;) {
      const value = this.at === undefined ? this.begin() : this.resume(this.at);
      if (value !== NONE) return value as Polled<B>;
    }
  }

  private begin(): unknown {
    const item = this.up.poll();
    if (item === WAIT || item === END) return item;
    return this.stopped ? END : this.pass(item); // by what is above: nothing new starts
  }

  /** Goes on with an item that had to wait, or whose work failed. */
  private resume(station: Station): unknown {
    const { state, value, result, error, pick, below } = station;
    if (state === RUNNING) return WAIT;
    this.at = undefined;
    station.next();
    if (this.stopped) return this.rest();
    if (state === FAILED) throw error;
    const picked = state === DONE ? pick(value, result) : NONE;
    return picked === NONE ? NONE : this.passFrom(below, picked);
  }

  /**
   * Takes an item through all stations; `NONE` if it does not come out, or not yet.
   *
   * The first four have a place of their own in the code, since an engine learns for each place which function is called
   * there. As long as that is one and the same, it compiles a run of stages as if it had been written by hand.
   */
  private pass(item: unknown): unknown {
    let value = item;
    try {
      const one = this.at = this.first as Station;
      value = atFirst(one, value);
      if (value === NONE) return this.held();
      const two = one.below;
      if (two === undefined) return this.out(value);
      this.at = two;
      value = atSecond(two, value);
      if (value === NONE) return this.held();
      const three = two.below;
      if (three === undefined) return this.out(value);
      this.at = three;
      value = atThird(three, value);
      if (value === NONE) return this.held();
      const four = three.below;
      if (four === undefined) return this.out(value);
      this.at = four;
      value = atFourth(four, value);
      if (value === NONE) return this.held();
      return four.below === undefined ? this.out(value) : this.passFrom(four.below, value);
    } catch (error) {
      return this.failed(value, error);
    }
  }

  /** Takes an item through the stations from that one on. */
  private passFrom(station: Station | undefined, item: unknown): unknown {
    let value = item;
    try {
      for (let at = station; at !== undefined; at = at.below) {
        this.at = at;
        value = atAny(at, value);
        if (value === NONE) return this.held();
      }
    } catch (error) {
      return this.failed(value, error);
    }
    return this.out(value);
  }

  private out(value: unknown): unknown {
    this.at = undefined;
    return value;
  }

  /** An item that was not skipped is not done with. */
  private held(): typeof NONE {
    if (this.at?.state === IDLE) this.at = undefined;
    return NONE;
  }

  private failed(value: unknown, error: unknown): typeof NONE {
    const at = this.at as Station;
    at.take(value, at.index);
    at.fail(error);
    return NONE;
  }

  /** It was stopped by its own work, which is done now. */
  private rest(): typeof END {
    this.idle?.();
    return END;
  }

  settled(): void {
    this.idle?.();
    rouse(this.down);
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    const stopped = super.release(exit);
    const { at } = this;
    if (at === undefined || !at.works) return stopped;
    const idle = new Promise<void>((resolve) => this.idle = resolve);
    at.leave(exit);
    return all([idle, stopped]);
  }
}

/** What comes of an item at a station. The function gets no hold of that by `this`. */
function atAny(at: Station, value: unknown): unknown {
  const { fn } = at;
  return at.after(value, fn(value, new Item(at)));
}

// The same, each for one place. V8 inlines each into one of these, but only so much into one function: with all four written
// out in `pass`, `maps:4` took 789 instructions for an item on Node 20, and 473 like this.

function atFirst(at: Station, value: unknown): unknown {
  const { fn } = at;
  return at.after(value, fn(value, new Item(at)));
}

function atSecond(at: Station, value: unknown): unknown {
  const { fn } = at;
  return at.after(value, fn(value, new Item(at)));
}

function atThird(at: Station, value: unknown): unknown {
  const { fn } = at;
  return at.after(value, fn(value, new Item(at)));
}

function atFourth(at: Station, value: unknown): unknown {
  const { fn } = at;
  return at.after(value, fn(value, new Item(at)));
}

/** One stage's work. */
class Station extends Task<unknown, unknown> {
  readonly fn: WorkFunction<unknown, unknown>;
  readonly pick: AnyWork["pick"];
  below: Station | undefined = undefined;

  constructor(crew: Crew<unknown, unknown>, { fn, pick, onError }: AnyWork) {
    super(crew, onError);
    this.fn = fn;
    this.pick = pick;
  }

  /** What comes of an item by what the function gave; `NONE` if nothing, or not yet. */
  after(value: unknown, result: unknown): unknown {
    const waits = isThenable(result); // user code, if `then` is a getter: it may stop the pipeline
    if (waits || this.exit !== undefined) return this.later(value, result, waits);
    this.index++;
    return this.pick === theResult ? result : this.picked(value, result);
  }

  /** Apart from `after`, of which there are many in one compiled function. */
  private picked(value: unknown, result: unknown): unknown {
    const { pick } = this;
    return pick === theValue ? value : pick(value, result);
  }

  /** For work that must be waited for, or that has stopped the pipeline. */
  private later(value: unknown, result: unknown, waits: boolean): typeof NONE {
    this.take(value, this.index);
    if (waits) this.wait(result as PromiseLike<unknown>);
    else this.finish(result);
    return NONE;
  }

  /** Is the item that is here in work? An idle station has handed it to the function, further up in the call stack. */
  get works(): boolean {
    return this.state === IDLE || this.state === RUNNING;
  }

  /** The work on the item is no longer wanted. */
  leave(exit: Exit): void {
    this.state = RUNNING;
    this.abort(exit);
  }

  /** Makes room for the next item. */
  next(): void {
    this.clear();
    this.index++;
  }
}
