// `sendAll`, seen from its source: reading the value of a result is the moment at which that value is placed.
import type { ModelChannel } from "./channel.ts";
import { attempt, type Failure, type Operation, Refusal } from "./outcome.ts";
import { Party } from "./party.ts";
import type { Signal } from "./signal.ts";
import type { World } from "./world.ts";

export type SourceKind = "array" | "async" | "held";

/**
 * "between": it has a value placed, and will pull. "pulling": it waits for its source. "waiting": it stands in line.
 * "over": it has settled.
 */
type State = "between" | "pulling" | "waiting" | "over";

export class ModelSendAll extends Party {
  state: State = "between";
  /** The source must have got its `return()` by now. */
  mustRelease = false;
  private accepted = 0;
  private inHand: unknown = undefined;
  private readonly channel: ModelChannel;
  private readonly operation: Operation;
  private readonly signal: Signal | undefined;

  constructor(world: World, channel: ModelChannel, operation: Operation, signal: Signal | undefined) {
    super(world);
    this.channel = channel;
    this.operation = operation;
    this.signal = signal;
    if (signal?.aborted) this.over({ is: "error", error: signal.reason });
    else if (signal) this.watch(signal);
  }

  pulled(): void {
    if (this.state !== "between") throw new Error(`"${this.operation.title}" pulled while it was ${this.state}`);
    this.state = "pulling";
  }

  exhausted(): void {
    if (this.state === "over") return;
    this.state = "over";
    this.leave();
    this.operation.expect({ is: "count", count: this.accepted });
  }

  /** The value of a result was read, for the first time. */
  read(value: unknown): void {
    if (this.state === "over") return this.channel.strand(value);
    this.inHand = value;
    const accepted = attempt(() => this.channel.send(value));
    if (accepted instanceof Refusal) this.failed(accepted.failure);
    else if (accepted) this.placed();
    else if (this.channel.crowded) this.failed(this.channel.overflow(value));
    else {
      this.state = "waiting";
      this.join(this.channel.senders, value);
    }
    this.world.tidy();
  }

  happened(): void {
    if (this.signal) this.watch(this.signal);
    this.placed();
  }

  /** The value in hand was refused. */
  failed(failure: Failure): void {
    this.channel.strand(this.inHand);
    this.over(failure);
    this.mustRelease = true;
  }

  override aborted(reason: unknown): void {
    if (this.state === "waiting") this.channel.strand(this.inHand);
    this.over({ is: "error", error: reason });
    this.mustRelease = true;
  }

  private placed(): void {
    this.accepted++;
    this.state = "between";
  }

  private over(failure: Failure): void {
    this.state = "over";
    this.leave();
    this.operation.expect(failure);
  }
}
