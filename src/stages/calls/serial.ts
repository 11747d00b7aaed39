/**
 * Work on one item at a time, begun when its result is asked for. Stages of such work that stand one below the other are
 * *stations* of one link: an item goes through all of them before the next one is pulled, and work that need not wait
 * costs no hop.
 *
 * Holds: an item is `at` a station as long as a function there has it, or it waits there; otherwise it is nowhere.
 */
import { all, END, type Exit, type Link, type Poll, rouse, Step, WAIT } from "../../flow/link.ts";
import {
  type AnyWork,
  atAny,
  atEighth,
  atFifth,
  atFirst,
  atFourth,
  atSecond,
  atSeventh,
  atSixth,
  atThird,
  FusedStage,
} from "./fused-stage.ts";
import { DONE, FAILED, IDLE, RUNNING, type TaskOwner } from "./task.ts";
import { NONE, type Work } from "./work.ts";

/** The link that does this work below that one. */
export function serial<A, R, B>(up: Link<A>, work: Work<A, R, B>): Link<B> {
  const link = up instanceof Serial ? up : new Serial<A, B>(up);
  link.add(work);
  return link;
}

class Serial<A, B> extends Step<A, B> implements TaskOwner<unknown, unknown> {
  private first: FusedStage | undefined = undefined;
  private last: FusedStage | undefined = undefined;
  /** Where an item is: in the hands of the function there, or waiting for it. */
  private at: FusedStage | undefined = undefined;
  /** Tells that nothing is in work any more. */
  private idle: (() => void) | undefined = undefined;

  /** Adds a station at the end. */
  add(work: object): void {
    const station = new FusedStage(this, work as AnyWork);
    if (this.last === undefined) this.first = station;
    else this.last.below = station;
    this.last = station;
  }

  override poll(): Poll<B> {
    for (;;) {
      const value = this.at === undefined ? this.begin() : this.resume(this.at);
      if (value !== NONE) return value as Poll<B>;
    }
  }

  private begin(): unknown {
    const item = this.up.poll();
    if (item === WAIT || item === END) return item;
    return this.stopped ? END : this.pass(item); // by what is above: nothing new starts
  }

  /** Goes on with an item that had to wait, or whose work failed. */
  private resume(station: FusedStage): unknown {
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
   * The first eight have a place of their own in the code, since an engine learns for each place which function is called
   * there. As long as that is one and the same, it compiles a run of stages as if it had been written by hand. With eight
   * this is too long for V8 to inline it, which it did with four in half of all processes, and had then no room left for
   * what is called here: `maps:4` took twice as long in those on Node 20.
   */
  private pass(item: unknown): unknown {
    let value = item;
    try {
      const one = this.at = this.first as FusedStage;
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
      const five = four.below;
      if (five === undefined) return this.out(value);
      this.at = five;
      value = atFifth(five, value);
      if (value === NONE) return this.held();
      const six = five.below;
      if (six === undefined) return this.out(value);
      this.at = six;
      value = atSixth(six, value);
      if (value === NONE) return this.held();
      const seven = six.below;
      if (seven === undefined) return this.out(value);
      this.at = seven;
      value = atSeventh(seven, value);
      if (value === NONE) return this.held();
      const eight = seven.below;
      if (eight === undefined) return this.out(value);
      this.at = eight;
      value = atEighth(eight, value);
      if (value === NONE) return this.held();
      return eight.below === undefined ? this.out(value) : this.passFrom(eight.below, value);
    } catch (error) {
      return this.failed(value, error);
    }
  }

  /** Takes an item through the stations from that one on. */
  private passFrom(station: FusedStage | undefined, item: unknown): unknown {
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
    const at = this.at as FusedStage;
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
