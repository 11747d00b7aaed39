/**
 * The queue of calls that wait for a permit, each with its weight: the waiting half of our governors.
 *
 * Holds, whenever no method is running: the first call in the queue cannot proceed yet. No call overtakes another:
 * while one waits, a new call is queued behind it, however small its weight.
 */
import { finishLater, flush, type Unfinished } from "../core/engine/hooks.ts";
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

  /** `2 calls waiting`, or false without any. */
  get crowd(): string | false {
    return waiting(this.line.count, "call");
  }

  /** Whether `weight` is available, if no call waits. */
  protected abstract fits(weight: number): boolean;
  /** Takes `weight`. */
  protected abstract take(weight: number): void;
  /** Creates the permit for a weight that was taken. */
  protected abstract permit(weight: number): Permit;

  /** Returns a weight whose call no longer wants it. */
  protected untake(weight: number): void {
    this.take(-weight);
  }

  /** Whether `attempt` would return a permit. */
  gives(weight: number): boolean {
    return this.line.count === 0 && this.fits(weight);
  }

  /** Returns a permit if that needs no wait. */
  attempt(weight: number): Permit | undefined {
    if (!this.gives(weight)) return undefined;
    this.take(weight);
    return this.permit(weight);
  }

  /** Acquires a permit, at once or after a wait. Throws the reason of a signal that is already aborted. */
  acquire(weight: number, signal: AbortSignal | undefined): Promise<Permit> {
    if (signal?.aborted) throw signal.reason;
    const permit = this.attempt(weight);
    return permit === undefined ? this.wait(weight, signal) : resolved(permit);
  }

  private wait(weight: number, signal: AbortSignal | undefined): Promise<Permit> {
    return park({ push: (waiting) => this.join(waiting, weight) }, undefined, signal, Acquire);
  }

  /** Queues a select. A foreign case of the select may have changed the state since `attempt` failed, so look again. */
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

  /** Schedules the service of the queue after a change. Ends an operation. */
  protected changed(): void {
    if (this.line.count > 0) finishLater(this);
    flush();
  }

  /** Serves calls from the head of the queue as long as their weight is available. */
  finish(): void {
    if (this.serving) return; // a call to take(), claims() or grant() may come back here
    this.serving = true;
    try {
      while (this.line.count > 0 && this.fits(this.line.firstValue as number)) this.serve();
    } finally {
      this.serving = false;
    }
  }

  /**
   * The weight is taken before the call is claimed, because claim() of a foreign select, and the code that the grant
   * runs, may use the governor.
   */
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

/** Runs a whole `acquire`: an error that `begin` throws, for wrong options or by an abort, becomes a rejection. */
export function acquired(begin: () => Promise<Permit>): Promise<Permit> {
  let promise: Promise<Permit>;
  try {
    promise = begin();
  } catch (error) {
    promise = failed(error);
  }
  flush();
  return promise;
}

/** Settles a claimed waiter with its permit. */
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
