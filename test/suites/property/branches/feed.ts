// The source of a program: the numbers 0, 1, 2, …, so many as were fed, and then an end or an error.
import { type Channel, channel, pipeline, type Source, unbounded } from "sluice";
import { Counted, Driven } from "../../../support/driven.ts";

export type Ending = "end" | "error";

export const BROKEN: Error = new Error("The source broke");

export interface Feed {
  readonly source: Source<number>;
  /** How many numbers it was fed with. */
  readonly fed: number;
  /** How many of them were asked for. */
  readonly pulled: number;
  /** It was asked for more than all, and has said that there is no more. */
  readonly closed: boolean;
  /** How often it was released; a channel never is. */
  readonly released: number;
  feed(count: number): void;
  /** No more numbers. */
  finish(ending: Ending): void;
  /** `finish` was called. */
  readonly finished: boolean;
}

/** Answers as soon as it was fed. */
class DrivenFeed implements Feed {
  fed = 0;
  finished = false;
  readonly source: Source<number>;
  /** It was released before it had finished. */
  private tooLate = false;
  private readonly driven: Driven<number> = new Driven();

  constructor(wrap: (driven: Driven<number>) => Source<number>) {
    this.source = wrap(this.driven);
  }

  get pulled(): number {
    return Math.min(this.driven.asked, this.fed);
  }

  get closed(): boolean {
    return this.finished && !this.tooLate && this.driven.untaken === 0;
  }

  get released(): number {
    return this.driven.returned;
  }

  feed(count: number): void {
    for (let n = 0; n < count; n++) this.driven.give(this.fed++);
  }

  finish(ending: Ending): void {
    this.finished = true;
    this.tooLate = this.released > 0;
    if (ending === "end") this.driven.end();
    else this.driven.fail(BROKEN);
  }
}

/** Has everything from the start: 30 numbers. */
class SyncFeed implements Feed {
  readonly fed = 30;
  readonly finished = true;
  private readonly counted: Counted<number>;

  constructor(ending: Ending) {
    const count = this.fed;
    this.counted = new Counted((function* () {
      for (let n = 0; n < count; n++) yield n;
      if (ending === "error") throw BROKEN;
    })());
  }

  get source(): Source<number> {
    return this.counted;
  }

  get pulled(): number {
    return Math.min(this.counted.asked, this.fed);
  }

  get closed(): boolean {
    return this.counted.asked > this.fed;
  }

  get released(): number {
    return this.counted.returned;
  }

  feed(): void {}

  finish(): void {}
}

class ChannelFeed implements Feed {
  fed = 0;
  finished = false;
  readonly released = 0;
  readonly source: Channel<number> = channel<number>(unbounded());

  get pulled(): number {
    return this.source.stats.received;
  }

  get closed(): boolean {
    return this.finished && this.source.size === 0;
  }

  feed(count: number): void {
    for (let n = 0; n < count; n++) this.source.trySend(this.fed++);
  }

  finish(ending: Ending): void {
    this.finished = true;
    this.source.close(ending === "end" ? undefined : BROKEN);
  }
}

export type FeedKind = "driven" | "flow" | "sync" | "channel";

export function feedOf(kind: FeedKind, ending: Ending): Feed {
  if (kind === "driven") return new DrivenFeed((driven) => driven);
  if (kind === "flow") return new DrivenFeed((driven) => pipeline(driven));
  return kind === "sync" ? new SyncFeed(ending) : new ChannelFeed();
}
