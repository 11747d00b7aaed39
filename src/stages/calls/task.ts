/**
 * The work on one item: calls the function, waits for its result, and passes its failure to `onError`. Tasks are
 * reused, so that an item in work costs no closure.
 *
 * Holds: a task that ends inside `run` does not notify its crew; one that ends later notifies it once.
 */
import { newController } from "../../core/engine/abort.ts";
import type { Exit, Failure } from "../../flow/link.ts";
import { isThenable, promised } from "../../flow/thenable.ts";
import { conclude, type Permit } from "../../sync/governor.ts";
import { Item, type Worker } from "../../flow/item.ts";
import type { QueueNode } from "./queue.ts";
import type { OnError, WorkFunction } from "./work.ts";

/** The stage that the task works for. */
export interface TaskOwner<A, R> {
  /** Called when a task stops running. */
  settled(task: Task<A, R>): void;
}

/** `skipped`: the work failed, and `onError` has handled the failure. */
export type TaskState = "idle" | "running" | "done" | "skipped" | "failed";

export class Task<A, R> implements Worker, QueueNode<Task<A, R>> {
  behind: Task<A, R> | undefined = undefined;
  /** How many items came before the current one, or before the next one. */
  index = 0;
  state: TaskState = "idle";
  value: A | undefined = undefined;
  result: R | undefined = undefined;
  error: unknown = undefined;
  /** Why the result is no longer wanted; undefined while it is. */
  exit: Exit | undefined = undefined;
  /** The governor's permit for the work, if there is a governor. */
  permit: Permit | undefined = undefined;
  /** The error of the work, whatever `onError` makes of it. */
  private failure: Failure | undefined = undefined;
  /** For the signal of the current item, or of an earlier one, if it was read. */
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
    this.state = "running";
  }

  /** Calls the function. The state then shows whether the work has ended. */
  run(fn: WorkFunction<A, R>): void {
    try {
      const result = fn(this.value as A, new Item(this));
      if (isThenable(result)) this.wait(result);
      else this.finish(result);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Waits for the function's promise. */
  wait(result: PromiseLike<R>): void {
    promised(result).then(this.onResult, this.onFailure);
  }

  /** Aborts the work. Once the work has failed, its signal no longer aborts, so `onError` runs to its end. */
  abort(exit: Exit): void {
    if (this.state !== "running" || this.exit !== undefined) return;
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

  /** Records a failure, and calls `onError` if there is one and the result is still wanted. */
  fail(error: unknown): void {
    const { onError } = this;
    if (this.exit !== undefined) return this.break(error);
    this.failure = { error };
    if (onError === undefined) return this.break(error);
    this.state = "running";
    try {
      const handled = onError(error, this.value as A);
      if (isThenable(handled)) promised(handled).then(this.onHandled, this.onBroken);
      else this.state = "skipped";
    } catch (thrown) {
      this.break(thrown);
    }
  }

  /** Releases the permit with the outcome; `undefined` would mean success. */
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

  /** Returns the error and forgets it and the item, because a stage that has failed may be held for long. */
  takeError(): unknown {
    const { error } = this;
    this.clear();
    return error;
  }

  /** Prepares the task for the next item, and forgets the last one. */
  clear(): void {
    this.state = "idle";
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
    this.state = "done";
  }

  /** Records the final failure. */
  break(error: unknown): void {
    this.error = error;
    this.state = "failed";
  }

  private readonly onResult = (result: R): void => {
    this.finish(result);
    this.crew.settled(this);
  };

  private readonly onFailure = (error: unknown): void => {
    this.fail(error);
    if (this.state !== "running") this.crew.settled(this);
  };

  private readonly onHandled = (): void => {
    this.state = "skipped";
    this.crew.settled(this);
  };

  private readonly onBroken = (error: unknown): void => {
    this.break(error);
    this.crew.settled(this);
  };
}
