/**
 * Tasks that live and end together (structured concurrency, as in Nathaniel J. Smith's nurseries, 2018, and Go's
 * `errgroup`).
 *
 * Holds: `running` counts the body and the tasks whose promise has not settled. After a failure the signal is aborted,
 * or about to be.
 */
import { callLater } from "../core/engine/hooks.ts";
import { checkFunction, signalOf } from "../core/engine/arguments.ts";
import { printed } from "../core/engine/printed.ts";
import { Abortable, newController } from "../core/engine/abort.ts";
import { failed, starving, yieldToLoop } from "../core/engine/event-loop.ts";
import type { WaitOptions } from "../core/types.ts";
import { type Acquirable, checkConcurrency, type Governor, holding, withPermit } from "./governor.ts";
import { Semaphore } from "./semaphore.ts";
import { start } from "./start.ts";
import type { TaskContext } from "./task-context.ts";

/** Options of a `group`. */
export interface GroupOptions extends WaitOptions {
  /**
   * How many tasks run at once: a positive integer, `Infinity`, or a governor that bounds it and may be shared.
   * Default: no limit. The body does not count.
   */
  readonly limit?: number | Governor | undefined;
}

/** Starts the tasks of a `group`; passed to its body. */
export interface Group {
  /** Aborts when a task or the body fails or the group's signal aborts, with the first failure as its reason. */
  readonly signal: AbortSignal;
  /**
   * Starts a task with the `signal` of the group and returns the result of the task. The task starts inside the call,
   * unless the group's `limit` delays it. Tasks may start other tasks.
   *
   * Rejects with the error of the task. The rejection need not be handled, because the group also throws the error. A
   * task that has not started when `signal` aborts never starts, and rejects with `signal.reason`. Rejects with an
   * `Error` after the group has ended.
   */
  go<U>(task: (context: TaskContext) => U | PromiseLike<U>): Promise<U>;
}

/**
 * Runs tasks that live and end together. Returns the result of `body`, but only after every task started with `g.go`
 * has settled.
 *
 * The first failure, of the body or of a task, aborts `g.signal`, which every task receives as `{ signal }`. When all
 * tasks have settled, a single failure is thrown as it is, and several as an `AggregateError`: `errors` holds each of
 * them once, in order of time, and `cause` is the first. A task that rejects with `g.signal.reason` obeyed the signal;
 * it is not a failure.
 *
 * An abort of `options.signal` counts as a failure with its reason. When it is already aborted, the body does not run.
 * Rejects with a `TypeError` or `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { group } from "sluice";
 *
 * const total = await group(async (g) => {
 *   const apples = g.go(() => 3);
 *   const pears = g.go(() => Promise.resolve(4));
 *   return await apples + await pears;
 * }, { limit: 2 });
 * console.log(total); // 7
 *
 * const error = await group((g) => {
 *   g.go(({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))));
 *   g.go(() => Promise.reject("no pears"));
 * }).catch((error) => error);
 * console.log(error); // no pears
 * ```
 */
export async function group<T>(body: (g: Group) => T | PromiseLike<T>, options?: GroupOptions): Promise<T> {
  checkFunction("body", body);
  const signal = signalOf(options);
  const tasks = new TaskGroup(options?.limit);
  if (signal?.aborted) return await failed(signal.reason);
  return await tasks.run(body, signal);
}

class TaskGroup extends Abortable implements Group {
  static {
    printed(this.prototype, "Group", (it) => [
      `${it.tasks} running`,
      it.signal.aborted && "aborted",
      it.ended && "ended",
    ]);
  }

  private readonly controller = newController();
  readonly signal: AbortSignal = this.controller.signal;
  private readonly limit: Acquirable | undefined;
  /** The slots of a numeric limit, which a task can acquire inside the call. */
  private readonly slots: Semaphore | undefined;
  /** In order of time, each one once. */
  private readonly failures: unknown[] = [];
  private running = 0;
  /** The number of running tasks, without the body. */
  private tasks = 0;
  private ended = false;
  private end: () => void = nothing;
  private readonly settled: Promise<void> = new Promise((resolve) => this.end = resolve);

  constructor(limit: number | Governor | undefined) {
    super();
    if (limit !== undefined) checkConcurrency(limit, "options.limit");
    this.slots = typeof limit === "number" ? new Semaphore(limit) : undefined;
    this.limit = this.slots ?? limit as Governor | undefined;
  }

  async run<T>(body: (g: Group) => T | PromiseLike<T>, outer: AbortSignal | undefined): Promise<T> {
    if (outer !== undefined) this.watch(outer);
    const result = this.follow(this.attempt(() => body(this)), 0);
    await this.settled;
    const [first] = this.failures;
    if (this.failures.length === 1) throw first;
    if (this.failures.length === 0) return await result;
    throw new AggregateError(this.failures, `${this.failures.length} tasks failed`, { cause: first });
  }

  go<U>(task: (context: TaskContext) => U | PromiseLike<U>): Promise<U> {
    if (this.ended) return quiet(failed(new Error("Cannot start a task: the group has ended")));
    if (this.signal.aborted) return quiet(failed(this.signal.reason));
    if (this.failures.length > 0) return quiet(failed(this.failures[0])); // the signal is about to be aborted
    return this.follow(this.attempt((fail) => this.start(task, fail)), 1);
  }

  /** Records an error of `run` as a failure of the group, once: `run` may have recorded it before. */
  private async attempt<U>(run: (fail: (error: unknown) => void) => U | PromiseLike<U>): Promise<U> {
    let told = false;
    const fail = (error: unknown) => {
      if (!told) this.fail(error);
      told = true;
    };
    let result: U;
    try {
      result = await run(fail);
    } catch (error) {
      fail(error);
      throw error;
    } finally {
      if (starving()) await yieldToLoop();
    }
    return result;
  }

  private start<U>(
    task: (context: TaskContext) => U | PromiseLike<U>,
    fail: (error: unknown) => void,
  ): U | PromiseLike<U> {
    checkFunction("task", task);
    const { limit, signal, slots } = this;
    const run = () => start(task, () => task({ signal }));
    if (limit === undefined) return run();
    // The signal must abort before the slot of a failed task is free: a waiting task must not start.
    const permit = slots?.tryAcquire();
    return permit === undefined ? withPermit(limit, run, { signal }, fail) : holding(permit, run, signal, fail);
  }

  /** Observers of the promise run before the group ends, and can still start another task. */
  private follow<U>(promise: Promise<U>, tasks: number): Promise<U> {
    this.running++;
    this.tasks += tasks;
    const leave = () => {
      this.running--;
      this.tasks -= tasks;
      if (this.running === 0) Promise.resolve().then(() => this.endIfIdle());
    };
    promise.then(leave, leave);
    return promise;
  }

  private endIfIdle(): void {
    if (this.running > 0) return;
    this.ended = true;
    this.unwatch();
    this.end();
  }

  private fail(error: unknown): void {
    if (this.note(error)) this.controller.abort(error);
  }

  protected aborted(reason: unknown): void {
    if (this.note(reason)) callLater(() => this.controller.abort(reason));
  }

  /**
   * Adds a failure, unless a task obeyed the signal or rethrows the error of another. Returns true for the first one.
   */
  private note(error: unknown): boolean {
    const isFirst = this.failures.length === 0;
    if (isFirst) this.unwatch();
    // The signal's reason may be missing from the failures: an abort with `undefined` creates its own.
    const known = Object.is(error, this.signal.reason) || this.failures.includes(error);
    if (isFirst || !known) this.failures.push(error);
    return isFirst;
  }
}

/** Marks the rejection as handled. */
function quiet<P extends Promise<unknown>>(promise: P): P {
  promise.catch(nothing);
  return promise;
}

function nothing(): void {}
