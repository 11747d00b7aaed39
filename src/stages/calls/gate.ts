/**
 * Admits items to work by the permits of a governor.
 *
 * An item is pulled and then waits for its permit, one at a time. Finished results never outnumber the highest
 * concurrency so far: while some wait to be taken, no more items are in hand than have run at once.
 */
import type { Exit } from "../../flow/link.ts";
import { checkPermit, type Governor, type Permit, releaseUnused } from "../../sync/governor.ts";
import type { Task } from "./task.ts";

/** The stage whose tasks wait at the gate. */
export interface Waiters<A, R> {
  admitted(task: Task<A, R>): void;
  refused(task: Task<A, R>, error: unknown): void;
}

export class Gate<A, R> {
  private readonly governor: Governor;
  private readonly waiters: Waiters<A, R>;
  /**
   * Ends the wait for a permit; absent where the engine has no `AbortController`. A permit that comes too late is
   * released in any case.
   */
  private readonly controller = typeof AbortController === "function" ? new AbortController() : undefined;
  private waiting: Task<A, R> | undefined = undefined;
  private widest = 0;

  constructor(governor: Governor, waiters: Waiters<A, R>) {
    this.governor = governor;
    this.waiters = waiters;
  }

  room(inHand: number, running: number): boolean {
    if (this.waiting !== undefined) return false;
    this.widest = Math.max(this.widest, running);
    return inHand === running || inHand < this.widest;
  }

  /** Waits for a permit. */
  admit(task: Task<A, R>): void {
    this.waiting = task;
    const signal = this.controller?.signal;
    const permit = new Promise<Permit>((resolve) => resolve(this.governor.acquire({ signal })));
    permit.then(
      (permit) => this.granted(task, permit),
      (error) => {
        if (this.leave(task)) this.waiters.refused(task, error);
      },
    );
  }

  /** Ends the wait of the waiting task, if its item comes after `index`, and returns the task. */
  abortAfter(index: number, exit: Exit): Task<A, R> | undefined {
    const { waiting } = this;
    if (waiting === undefined || waiting.index <= index) return undefined;
    this.waiting = undefined;
    this.controller?.abort(exit.reason);
    return waiting;
  }

  private granted(task: Task<A, R>, permit: Permit): void {
    if (!this.leave(task)) return releaseUnused(permit); // it came too late
    try {
      checkPermit(permit);
    } catch (error) {
      return this.waiters.refused(task, error);
    }
    task.permit = permit;
    this.waiters.admitted(task);
  }

  private leave(task: Task<A, R>): boolean {
    if (this.waiting !== task) return false;
    this.waiting = undefined;
    return true;
  }
}
