// A `send` or a `receive` that waits.
import type { ModelChannel } from "./channel.ts";
import { attempt, type End, type Failure, type Got, type Operation, type Outcome, Refusal } from "./outcome.ts";
import { Party } from "./party.ts";
import type { Signal } from "./signal.ts";
import type { World } from "./world.ts";

class Single extends Party {
  private readonly operation: Operation;
  private readonly outcome: (result: Got | End) => Outcome;

  constructor(world: World, operation: Operation, outcome: (result: Got | End) => Outcome) {
    super(world);
    this.operation = operation;
    this.outcome = outcome;
  }

  happened(_arm: number, result: Got | End): void {
    this.operation.expect(this.outcome(result));
  }

  failed(failure: Failure): void {
    this.operation.expect(failure);
  }
}

const sent = (): Outcome => ({ is: "sent" });

export function received(result: Got | End): Outcome {
  return result.done ? { is: "end" } : { is: "got", value: result.value };
}

export function send(world: World, channel: ModelChannel, operation: Operation, value: unknown, signal?: Signal): void {
  if (signal?.aborted) return operation.expect({ is: "error", error: signal.reason });
  const accepted = attempt(() => channel.send(value));
  if (accepted instanceof Refusal) return operation.expect(accepted.failure);
  if (accepted) return operation.expect({ is: "sent" });
  if (channel.crowded) return operation.expect(channel.overflow(value));
  const party = new Single(world, operation, sent);
  if (signal) party.watch(signal);
  party.join(channel.senders, value);
}

export function receive(world: World, channel: ModelChannel, operation: Operation, signal?: Signal): void {
  if (signal?.aborted) return operation.expect({ is: "error", error: signal.reason });
  const result = attempt(() => channel.receive());
  if (result instanceof Refusal) return operation.expect(result.failure);
  if (result !== undefined) return operation.expect(received(result));
  const party = new Single(world, operation, received);
  if (signal) party.watch(signal);
  party.join(channel.receivers);
}
