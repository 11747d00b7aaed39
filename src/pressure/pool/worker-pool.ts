/**
 * Decides which item of a pool is next, and what happens to the others.
 *
 * Holds, whenever no method is running: a call waits in `adds` only while `queue` is full; with a number as
 * concurrency, an item is queued only while that many run; with a governor, exactly one permit is requested while an
 * item is queued.
 */
import { callLater, flush } from "../../core/engine/hooks.ts";
import { signalOf } from "../../core/engine/arguments.ts";
import { asyncDispose } from "../../core/engine/dispose.ts";
import { crowdedError, DEFAULTS } from "../../core/channel/cold-state.ts";
import { ChannelClosedError } from "../../core/errors.ts";
import { type QueueOwner, WaitQueue } from "../../core/waiting/wait-queue.ts";
import { printed, waiting } from "../../core/engine/printed.ts";
import { completed, failed, starving, yieldToLoop } from "../../core/engine/event-loop.ts";
import type { WaitOptions } from "../../core/types.ts";
import type { Failure } from "../../flow/link.ts";
import { checkPermit, type Governor, holding, type Permit, releaseUnused } from "../../sync/governor.ts";
import { Job } from "./job.ts";
import type { Accepted, Pool, PoolStats, WorkContext } from "./pool-types.ts";

type PoolWorker<A, R> = (item: A, context: WorkContext) => R | PromiseLike<R>;

/** Creates a pool from checked arguments. */
export function workerPool<A, R>(worker: PoolWorker<A, R>, limit: number | Governor, capacity: number): Pool<A, R> {
  return new WorkerPool(worker, limit, capacity);
}

class WorkerPool<A, R> implements Pool<A, R>, QueueOwner {
  static {
    printed(this.prototype, "Pool", (it) => [
      `${it.running.size} running`,
      `${it.queue.count} queued`,
      waiting(it.adds.count, "item"),
      it.state !== "open" && it.state,
    ]);
  }

  private readonly worker: PoolWorker<A, R>;
  private readonly limit: number;
  private readonly governor: Governor | undefined;
  private readonly capacity: number;
  /** Items accepted and not begun. */
  private readonly queue: WaitQueue = new WaitQueue(this);
  /** Items not accepted. */
  private readonly adds: WaitQueue = new WaitQueue(this);
  private readonly running = new Set<Job<A, R>>();
  private done = 0;
  private failed = 0;
  /** Whether a permit is requested. */
  private asking = false;
  /** Cancels the request; absent where the engine has no `AbortController`. */
  private controller: AbortController | undefined = undefined;
  private state: "open" | "closed" | "cancelled" = "open";
  private reason: unknown = undefined;
  /** Resolves when no item is running or queued; created for `drain`. */
  private resting: Promise<void> | undefined = undefined;
  private rest: (() => void) | undefined = undefined;

  constructor(worker: PoolWorker<A, R>, concurrency: number | Governor, capacity: number) {
    this.worker = worker;
    this.limit = typeof concurrency === "number" ? concurrency : 0;
    this.governor = typeof concurrency === "number" ? undefined : concurrency;
    this.capacity = capacity;
  }

  get stats(): PoolStats {
    const { running, queue, adds, done, failed } = this;
    return { running: running.size, queued: queue.count, waiting: adds.count, done, failed };
  }

  add(item: A, options?: WaitOptions): Promise<Accepted<R>> {
    return this.enter("add", item, options, (job) => job.acceptance());
  }

  run(item: A, options?: WaitOptions): Promise<R> {
    return this.enter("run", item, options, (job) => job.result);
  }

  drain(): Promise<void> {
    if (this.idle) return completed();
    return this.resting ??= new Promise((resolve) => this.rest = resolve);
  }

  close(): Promise<void> {
    if (this.state === "open") this.state = "closed";
    return this.drain();
  }

  cancel(reason?: unknown): Promise<void> {
    if (this.state !== "cancelled") {
      this.state = "cancelled";
      this.reason = reason;
      for (const line of [this.queue, this.adds]) while (line.count > 0) this.giveUp(line.shift() as Job<A, R>);
      for (const job of [...this.running]) job.abort(reason);
      this.settle();
    }
    return this.drain();
  }

  [asyncDispose](): Promise<void> {
    return this.close();
  }

  left(): void {
    callLater(this.settle);
  }

  private giveUp(job: Job<A, R>): void {
    job.fail(this.closedError(job.item));
  }

  private get busy(): boolean {
    return this.queue.count > 0 || this.adds.count > 0;
  }

  private get idle(): boolean {
    return this.running.size === 0 && !this.busy;
  }

  private enter<T>(
    call: "add" | "run",
    item: A,
    options: WaitOptions | undefined,
    promised: (job: Job<A, R>) => Promise<T>,
  ): Promise<T> {
    let promise: Promise<T>;
    try {
      const signal = signalOf(options);
      if (signal?.aborted) throw signal.reason;
      if (this.state !== "open") throw this.closedError(item);
      if (this.adds.count >= DEFAULTS.maxWaiting) throw crowdedError(DEFAULTS, item, "", call, "item");
      const job = new Job<A, R>(item);
      promise = promised(job);
      if (signal !== undefined) job.watch(signal);
      this.adds.push(job, undefined);
      this.settle();
    } catch (error) {
      promise = failed(error);
    }
    flush();
    return promise;
  }

  /** Begins the items that can begin, accepts those that fit, and resolves `drain` when the pool is idle. */
  private readonly settle = (): void => {
    if (this.governor === undefined) {
      while (this.busy && this.running.size < this.limit) this.begin(this.next());
    }
    this.accept();
    if (this.busy) this.ask();
    else this.withdraw();
    if (!this.idle) return;
    this.rest?.();
    this.resting = this.rest = undefined;
  };

  /** Accepts and removes the next queued item. */
  private next(): Job<A, R> {
    const line = this.queue.count > 0 ? this.queue : this.adds;
    const job = line.shift() as Job<A, R>;
    job.claim();
    return job;
  }

  private accept(): void {
    const { queue, adds } = this;
    while (adds.count > 0 && queue.count < this.capacity) {
      const job = adds.shift() as Job<A, R>;
      job.claim();
      queue.push(job, undefined);
    }
  }

  private begin(job: Job<A, R>, permit?: Permit): void {
    this.running.add(job);
    this.work(job, permit);
  }

  private async work(job: Job<A, R>, permit: Permit | undefined): Promise<void> {
    const call = () => job.begin(this.worker);
    let [result, failure]: [R | undefined, Failure | undefined] = [undefined, undefined];
    try {
      result = await (permit === undefined ? call() : holding(permit, call, undefined));
    } catch (error) {
      failure = { error };
    }
    if (starving()) await yieldToLoop();
    this.running.delete(job);
    if (failure === undefined) {
      this.done++;
      job.settle(false, result);
    } else this.refuse(job, failure.error);
    this.settle();
    flush();
  }

  private refuse(job: Job<A, R>, error: unknown): void {
    this.failed++;
    job.fail(error);
  }

  /** Requests a permit for the next queued item. */
  private ask(): void {
    const { governor } = this;
    if (governor === undefined || this.asking) return;
    this.asking = true;
    this.controller = typeof AbortController === "function" ? new AbortController() : undefined;
    const signal = this.controller?.signal;
    const permit = new Promise<Permit>((resolve) => resolve(governor.acquire({ signal })));
    permit.then((permit) => this.granted(permit), (error) => this.refused(error, signal?.aborted === true));
  }

  /** Cancels the request, which no item needs any more. */
  private withdraw(): void {
    this.controller?.abort();
    this.controller = undefined;
  }

  private granted(permit: Permit): void {
    this.asking = false;
    this.controller = undefined;
    if (this.busy) this.start(permit);
    else releaseUnused(permit);
    this.settle();
    flush();
  }

  private start(permit: Permit): void {
    const job = this.next();
    try {
      checkPermit(permit);
    } catch (error) {
      return this.refuse(job, error);
    }
    this.begin(job, permit);
  }

  private refused(error: unknown, withdrawn: boolean): void {
    this.asking = false;
    if (!withdrawn && this.busy) this.refuse(this.next(), error);
    this.settle();
    flush();
  }

  private closedError(item: A): ChannelClosedError<A> {
    return new ChannelClosedError(`Cannot add: the pool is ${this.state}`, item, undefined, this.reason);
  }
}
