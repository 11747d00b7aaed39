/**
 * Where those who want to go on stand in line, each with the weight they bring: the waiting half of our governors.
 *
 * Holds whenever no method is running: the first one in line may not go on yet. Nobody overtakes: while somebody waits,
 * whoever comes gets in line behind them, however little they ask for.
 */
import { finishLater, tidy, type Unfinished } from "../core/engine/hooks.ts";
import { type Parked, type QueueOwner, WaitQueue } from "../core/waiting/wait-queue.ts";
import { waiting } from "../core/engine/printed.ts";
import { failed, resolved, wake } from "../core/engine/event-loop.ts";
import { uncloneable } from "../core/engine/uncloneable.ts";
import { AbortableOperation, claims, park } from "../core/waiting/waiter.ts";
import type { Permit } from "./governor.ts";

export abstract class PermitQueue implements QueueOwner, Unfinished {
  protected readonly line: WaitQueue = new WaitQueue(this);
  protected readonly clone: () => void = uncloneable;
  private serving = false;

  /** `2 calls waiting`, if so. */
  get crowd(): string | false {
    return waiting(this.line.count, "call");
  }

  /** Is there enough for that weight, if nobody waits? */
  protected abstract fits(weight: number): boolean;
  /** Takes so much. */
  protected abstract take(weight: number): void;
  /** For what was taken. */
  protected abstract permit(weight: number): Permit;

  /** Takes it back: whoever was to have it does not want it any more. */
  protected untake(weight: number): void {
    this.take(-weight);
  }

  /** Would `attempt` give that much? */
  gives(weight: number): boolean {
    return this.line.count === 0 && this.fits(weight);
  }

  /** So much, if that needs no waiting. */
  attempt(weight: number): Permit | undefined {
    if (!this.gives(weight)) return undefined;
    this.take(weight);
    return this.permit(weight);
  }

  /** So much, at once or after waiting in line. Throws the reason of a signal that is aborted already. */
  acquire(weight: number, signal: AbortSignal | undefined): Promise<Permit> {
    if (signal?.aborted) throw signal.reason;
    const permit = this.attempt(weight);
    return permit === undefined ? this.wait(weight, signal) : resolved(permit);
  }

  private wait(weight: number, signal: AbortSignal | undefined): Promise<Permit> {
    return park({ push: (waiting) => this.join(waiting, weight) }, undefined, signal, Acquire);
  }

  /** Puts a select in line. A foreign case of it may have changed things since `attempt` said no, so look again. */
  enlist(waiting: Parked, weight: number): void {
    this.join(waiting, weight);
    if (this.line.count === 1) finishLater(this);
  }

  protected join(waiting: Parked, weight: number): void {
    this.line.push(waiting, weight);
  }

  left(wasFirst: boolean, _weight: unknown): void {
    if (wasFirst && this.line.count > 0) finishLater(this);
  }

  /** Those at the head of the line may be able to go on. Ends an operation. */
  protected changed(): void {
    if (this.line.count > 0) finishLater(this);
    tidy();
  }

  /** Serves those at the head of the line for whom there is enough. */
  finish(): void {
    if (this.serving) return; // whoever is told of what is taken may have come back here
    this.serving = true;
    try {
      while (this.line.count > 0 && this.fits(this.line.firstValue as number)) this.serve();
    } finally {
      this.serving = false;
    }
  }

  /** Theirs already while they are asked, since a foreign turn's claim may use the governor; so may who is told of it. */
  private serve(): void {
    const { line } = this;
    const weight = line.firstValue as number;
    const waiting = line.first as Parked;
    this.take(weight);
    const stays = line.first === waiting && line.firstValue === weight;
    if (stays) line.shift();
    if (stays && claims(waiting)) grant(waiting, this.permit(weight));
    else this.untake(weight);
  }
}

/** The whole of an `acquire`: what `begin` throws, wrong options or the reason of an abort, is a rejection. */
export function acquired(begin: () => Promise<Permit>): Promise<Permit> {
  let promise: Promise<Permit>;
  try {
    promise = begin();
  } catch (error) {
    promise = failed(error);
  }
  tidy();
  return promise;
}

/** Tells a claimed waiter that the permit is theirs. */
function grant(waiting: Parked, permit: Permit): void {
  if (typeof waiting === "function") wake(waiting, permit);
  else waiting.settle(false, permit);
}

/** A waiting `acquire` with a signal. */
class Acquire extends AbortableOperation {
  settle(_done: boolean, permit: unknown): void {
    wake(this.resolve, permit);
  }
}
