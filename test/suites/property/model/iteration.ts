// `for await` by hand: the iterators of a channel, and its batches.
import type { ModelChannel } from "./channel.ts";
import { attempt, type End, type Failure, type Got, type Operation, type Outcome, Refusal } from "./outcome.ts";
import { Party } from "./party.ts";
import { received } from "./single.ts";
import type { World } from "./world.ts";

type Tell = (outcome: Outcome) => void;

export class ModelIterator {
  ended = false;
  readonly world: World;
  readonly channel: ModelChannel;
  readonly waiting: Next[] = [];
  private readonly owning: boolean;

  constructor(world: World, channel: ModelChannel, owning: boolean) {
    this.world = world;
    this.channel = channel;
    this.owning = owning;
  }

  next(operation: Operation): void {
    this.pull((outcome) => operation.expect(outcome));
  }

  pull(tell: Tell): void {
    if (this.ended) return tell({ is: "end" });
    const result = attempt(() => this.channel.receive());
    if (result === undefined) {
      const next = new Next(this, tell);
      this.waiting.push(next);
      return next.join(this.channel.receivers);
    }
    const outcome = result instanceof Refusal ? result.failure : received(result);
    if (outcome.is !== "got") this.ended = true;
    tell(outcome);
  }

  /** Who has come to the end does not leave, so that an owner cancels nothing then. */
  return(): void {
    const over = this.ended;
    this.ended = true;
    for (const next of this.waiting.splice(0)) next.dismiss();
    if (this.owning && !over) this.channel.cancel(undefined);
  }
}

class Next extends Party {
  private readonly iterator: ModelIterator;
  private readonly tell: Tell;

  constructor(iterator: ModelIterator, tell: Tell) {
    super(iterator.world);
    this.iterator = iterator;
    this.tell = tell;
  }

  happened(_arm: number, result: Got | End): void {
    this.answered();
    if (result.done) this.iterator.ended = true;
    this.tell(received(result));
  }

  /** An iterator throws once. */
  failed(failure: Failure): void {
    this.answered();
    this.tell(this.iterator.ended ? { is: "end" } : failure);
    this.iterator.ended = true;
  }

  dismiss(): void {
    this.leave();
    this.tell({ is: "end" });
  }

  private answered(): void {
    const { waiting } = this.iterator;
    if (waiting[0] !== this) throw new Error("next() calls were not answered in order");
    waiting.shift();
  }
}

/** Holds: what waits for its first value is `unfinished`; it is completed a hop after that has come. */
export class ModelBatches {
  private readonly max: number;
  private readonly iterator: ModelIterator;
  private calls = 0;
  private unfinished = 0;

  constructor(world: World, channel: ModelChannel, max: number) {
    this.iterator = new ModelIterator(world, channel, false);
    this.max = max;
  }

  get channel(): ModelChannel {
    return this.iterator.channel;
  }

  next(operation: Operation): void {
    const call = ++this.calls;
    const complete = (batch: unknown[]) => operation.expect({ is: "batch", values: batch });
    if (this.unfinished === 0 && !this.iterator.ended) {
      const batch = this.filled([]);
      if (batch.length > 0) return complete(batch);
    }
    this.unfinished++;
    this.iterator.pull((outcome) => {
      if (outcome.is !== "got") {
        this.unfinished--;
        return operation.expect(outcome);
      }
      this.iterator.world.nextHop(() => {
        this.unfinished--;
        complete(call === this.calls ? this.filled([outcome.value]) : [outcome.value]);
      });
    });
  }

  return(): void {
    this.iterator.return();
  }

  private filled(batch: unknown[]): unknown[] {
    const { channel } = this;
    while (batch.length < this.max && (channel.size > 0 || channel.senders.places.length > 0)) {
      const result = channel.receive();
      if (result === undefined || result.done) break;
      batch.push(result.value);
    }
    return batch;
  }
}
