/**
 * The work on one item: calls the function, waits for what it returns, and hands its failure to `onError`. Tasks are used
 * again and again, so that an item in work costs no closure.
 *
 * Holds: a task that ends inside `run` tells nobody; one that ends later tells its crew, once.
 */
import { newController } from "../../core/engine/abort.ts";
import type { Exit, Failure } from "../../flow/link.ts";
import { isThenable, promised } from "../../flow/thenable.ts";
import { conclude, type Permit } from "../../sync/governor.ts";
import { Item, type Worker } from "../../flow/item.ts";
import type { QueueNode } from "./queue.ts";
import type { OnError, WorkFunction } from "./work.ts";

/** Those who work for a stage. */
export interface TaskOwner<A, R> {
  /** A task that was running no longer is. */
  settled(task: Task<A, R>): void;
}

/** The states of a task. They are numbers, since before comparing strings, engines look at what strings they are. */
export const IDLE = 0;
export const RUNNING = 1;
export const DONE = 2;
/** It failed, and `onError` took care of that. */
export const SKIPPED = 3;
export const FAILED = 4;

export type TaskState = typeof IDLE | typeof RUNNING | typeof DONE | typeof SKIPPED | typeof FAILED;

export class Task<A, R> implements Worker, QueueNode<Task<A, R>> {
  behind: Task<A, R> | undefined = undefined;
  /** How many items came before the one in work, or before the next one. */
  index = 0;
  state: TaskState = IDLE;
  value: A | undefined = undefined;
  result: R | undefined = undefined;
  error: unknown = undefined;
  /** Why its result is no longer wanted, if it is not. */
  exit: Exit | undefined = undefined;
  /** What it needs to run, if a governor says so. */
  permit: Permit | undefined = undefined;
  /** What the work failed with, whatever `onError` makes of it. */
  private failure: Failure | undefined = undefined;
  /** For the signal of the item in work, or of one before, if that was asked for. */
  private controller: AbortController | undefined = undefined;
  private controlled = -1;
  private readonly crew: TaskOwner<A, R>;
  private readonly onError: OnError<A> | undefined;

  constructor(crew: TaskOwner<A, R>, onError: OnError<A> | undefined) {
    this.crew = crew;
    this.onError = onError;
  }

  /** Takes an item; `run`, `wait` or `fail` follows. */
  take(value: A, index: number): void {
    this.value = value;
    this.index = index;
    this.state = RUNNING;
  }

  /** Begins. The state then says whether it has already ended. */
  run(fn: WorkFunction<A, R>): void {
    try {
      const result = fn(this.value as A, new Item(this));
      if (isThenable(result)) this.wait(result);
      else this.finish(result);
    } catch (error) {
      this.fail(error);
    }
  }

  /** The function has begun, and promised its result. */
  wait(result: PromiseLike<R>): void {
    promised(result).then(this.onResult, this.onFailure);
  }

  /** The signal of work that has failed has had its time: what `onError` does with the failure is not ended by it. */
  abort(exit: Exit): void {
    if (this.state !== RUNNING || this.exit !== undefined) return;
    this.exit = exit;
    if (this.failure === undefined && this.controlled === this.index) this.controller?.abort(exit.reason);
  }

  signalOf(index: number): AbortSignal {
    const controller = newController();
    if (index !== this.index) return controller.signal; // its work has ended
    this.controller = controller;
    this.controlled = index;
    if (this.exit !== undefined && this.failure === undefined) controller.abort(this.exit.reason);
    return controller.signal;
  }

  /** The work failed: calls `onError`, if there is one and the work is still wanted. */
  fail(error: unknown): void {
    const { onError } = this;
    if (this.exit !== undefined) return this.break(error);
    this.failure = { error };
    if (onError === undefined) return this.break(error);
    this.state = RUNNING;
    try {
      const handled = onError(error, this.value as A);
      if (isThenable(handled)) promised(handled).then(this.onHandled, this.onBroken);
      else this.state = SKIPPED;
    } catch (thrown) {
      this.break(thrown);
    }
  }

  /** Gives its permit back, and says with it how the work ended; `undefined` would say that it went well. */
  free(): void {
    const { permit, failure } = this;
    if (permit === undefined) return;
    this.permit = undefined;
    try {
      if (failure === undefined) conclude(permit, this.result);
      else permit.release(failure.error === undefined ? new Error("The work failed with undefined") : failure.error);
    } catch (error) {
      this.break(error);
    }
  }

  /** What it failed with. It keeps nothing of the item, nor that: a stage that has failed may be held for long. */
  takeError(): unknown {
    const { error } = this;
    this.clear();
    return error;
  }

  /** Makes it ready for the next item; keeps nothing of this one. */
  clear(): void {
    this.state = IDLE;
    this.failure = this.exit = undefined;
    this.value =
      this.result =
      this.error =
      this.permit =
      this.controller =
        undefined;
  }

  protected finish(result: R): void {
    this.result = result;
    this.state = DONE;
  }

  /** It has failed for good. */
  break(error: unknown): void {
    this.error = error;
    this.state = FAILED;
  }

  private readonly onResult = (result: R): void => {
    this.finish(result);
    this.crew.settled(this);
  };

  private readonly onFailure = (error: unknown): void => {
    this.fail(error);
    if (this.state !== RUNNING) this.crew.settled(this);
  };

  private readonly onHandled = (): void => {
    this.state = SKIPPED;
    this.crew.settled(this);
  };

  private readonly onBroken = (error: unknown): void => {
    this.break(error);
    this.crew.settled(this);
  };
}
