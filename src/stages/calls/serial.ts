/**
 * Work on one item at a time, begun when its result is asked for. Stages of such work that stand one below the other are
 * *stations* of one link: an item goes through all of them before the next one is pulled, and work that need not wait
 * costs no hop.
 *
 * Holds: an item is `at` a station as long as a function there has it, or it waits there; otherwise it is nowhere.
 */
import { all, END, type Exit, type Link, type Poll, rouse, Step, WAIT } from "../../flow/link.ts";
import { type AnyWork, FusedStage, through } from "./fused-stage.ts";
import type { TaskOwner } from "./task.ts";
import { type FusedChain, throughEight } from "./unrolled.ts";
import { NONE, type Work } from "./work.ts";

/** The link that does this work below that one. */
export function serial<A, R, B>(up: Link<A>, work: Work<A, R, B>): Link<B> {
  const link = up instanceof Serial ? up : new Serial<A, B>(up);
  link.add(work);
  return link;
}

class Serial<A, B> extends Step<A, B> implements TaskOwner<unknown, unknown>, FusedChain {
  private first: FusedStage | undefined = undefined;
  private last: FusedStage | undefined = undefined;
  /** Where an item is: in the hands of the function there, or waiting for it. */
  at: FusedStage | undefined = undefined;
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
    return this.stopped ? END : throughEight(this, this.first as FusedStage, item); // by what is above: nothing new starts
  }

  /** Goes on with an item that had to wait, or whose work failed. */
  private resume(station: FusedStage): unknown {
    const { state, value, result, error, pick, below } = station;
    if (state === "running") return WAIT;
    this.at = undefined;
    station.next();
    if (this.stopped) return this.rest();
    if (state === "failed") throw error;
    const picked = state === "done" ? pick(value, result) : NONE;
    return picked === NONE ? NONE : this.passFrom(below, picked);
  }

  /** Takes an item through the stations from that one on. */
  passFrom(station: FusedStage | undefined, item: unknown): unknown {
    let value = item;
    try {
      for (let at = station; at !== undefined; at = at.below) {
        this.at = at;
        value = through(at, value);
        if (value === NONE) return this.held();
      }
    } catch (error) {
      return this.failed(value, error);
    }
    return this.out(value);
  }

  out(value: unknown): unknown {
    this.at = undefined;
    return value;
  }

  /** An item that was not skipped is not done with. */
  held(): typeof NONE {
    if (this.at?.state === "idle") this.at = undefined;
    return NONE;
  }

  failed(value: unknown, error: unknown): typeof NONE {
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
