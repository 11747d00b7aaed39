/**
 * Runs several calls at once.
 *
 * An item holds its place from its pull until the value after its result is pulled, so that at most `concurrency` items
 * are pulled and not yet taken, from any point of view.
 *
 * Holds: `line` has the tasks whose results are to come out, in order: in an ordered stage all tasks in hand, in an
 * unordered one those that have ended. A failure without a task of its own is thrown when the line is empty.
 */
import {
  all,
  END,
  type Exit,
  type Failure,
  type Link,
  type Poll,
  rouse,
  Step,
  WAIT,
  type Wakeable,
} from "../../flow/link.ts";
import { Gate, type Waiters } from "./gate.ts";
import { Queue } from "./queue.ts";
import { Task, type TaskOwner } from "./task.ts";
import { type Crowd, NONE, type OnError, theResult, type Work, type WorkFunction } from "./work.ts";

export class Concurrent<A, R, B> extends Step<A, B> implements TaskOwner<A, R>, Waiters<A, R> {
  /** Items that were pulled and whose results were not taken. */
  protected inHand = 0;
  protected readonly line: Queue<Task<A, R>> = new Queue();
  protected readonly ordered: boolean;
  private readonly fn: WorkFunction<A, R>;
  private readonly pick: Work<A, R, B>["pick"];
  private readonly onError: OnError<A> | undefined;
  /** How many items may be in hand; 0 once no new item is started. */
  private limit: number;
  private readonly gate: Gate<A, R> | undefined;
  private running = 0;
  private readonly tasks: Task<A, R>[] = [];
  private readonly unused: Queue<Task<A, R>> = new Queue();
  private index = 0;
  /** Values that the poller still holds: the last one, or none. */
  private handed = 0;
  private filling = false;
  private failure: Failure | undefined = undefined;
  private idle: (() => void) | undefined = undefined;

  constructor(up: Link<A>, { fn, pick, onError }: Work<A, R, B>, { ordered, concurrency }: Crowd) {
    super(up);
    this.fn = fn;
    this.pick = pick;
    this.onError = onError;
    this.ordered = ordered;
    this.limit = typeof concurrency === "number" ? concurrency : Infinity;
    this.gate = typeof concurrency === "number" ? undefined : new Gate(concurrency, this);
  }

  override poll(): Poll<B> {
    this.inHand -= this.handed;
    this.handed = 0;
    for (;;) {
      this.fill();
      if (!this.ready()) return WAIT;
      if (this.stopped) return END;
      if (this.line.first === undefined) return this.ending();
      const picked = this.collect(this.line.shift());
      if (picked !== NONE) {
        this.handed = 1;
        return picked;
      }
      this.inHand--;
    }
  }

  override wake(): Wakeable | void {
    this.fill();
    if (this.ready()) return this.down;
  }

  settled(task: Task<A, R>): void {
    this.worked(task);
    if (this.ready()) rouse(this.down);
  }

  admitted(task: Task<A, R>): void {
    this.begin(task);
    rouse(this);
  }

  refused(task: Task<A, R>, error: unknown): void {
    this.fail(task, error);
    rouse(this);
  }

  /** Called when the function has returned its result. */
  protected worked(task: Task<A, R>): void {
    this.conclude(task);
  }

  /** Records that the work on an item failed, in the function or after it. */
  protected fail(task: Task<A, R>, error: unknown): void {
    task.fail(error);
    if (task.state !== "running") this.conclude(task);
  }

  private begin(task: Task<A, R>): void {
    task.run(this.fn);
    if (task.state !== "running") this.worked(task);
  }

  /** Aborts the work on all items after `index`. */
  protected abortAfter(index: number, exit: Exit): void {
    for (const task of this.tasks) if (task.index > index) task.abort(exit);
    const waiting = this.gate?.abortAfter(index, exit);
    if (waiting !== undefined) this.giveUp(waiting, exit);
  }

  /** Ends a task that has nothing to wait for. */
  protected giveUp(task: Task<A, R>, exit: Exit): void {
    task.break(exit.reason);
    this.conclude(task);
  }

  /** Called when a task stops running. */
  protected conclude(task: Task<A, R>): void {
    if (this.gate !== undefined) task.free();
    if (--this.running === 0) this.idle?.();
    if (this.stopped || task.exit !== undefined) return; // its result is no longer wanted
    if (task.state === "failed") this.failed(task);
    else if (!this.ordered) this.line.push(task);
  }

  private failed({ error, index }: Task<A, R>): void {
    if (!this.ordered) this.failure = { error };
    this.close(error, this.ordered ? index : -1); // earlier items in line come first
  }

  /** Whether `poll` would return something other than `WAIT`. */
  protected ready(): boolean {
    const { first } = this.line;
    if (first !== undefined) return first.state !== "running";
    if (this.stopped || this.failure !== undefined) return true;
    return this.inHand === 0 && this.limit === 0;
  }

  /**
   * Pulls items and starts work on them as long as there is room. Every other call finds none: so short, V8 inlines it,
   * and what polls too.
   */
  protected fill(): void {
    if (this.inHand < this.limit) this.pullMore();
  }

  private pullMore(): void {
    if (this.filling) return;
    this.filling = true;
    try {
      while (this.inHand < this.limit && this.gate?.room(this.inHand, this.running) !== false) {
        const value = this.up.poll();
        if (value === WAIT) break;
        if (value === END) this.limit = 0;
        else if (!this.stopped) this.start(value);
      }
    } catch (error) {
      this.failure ??= { error };
      this.close(error, this.ordered ? Infinity : -1);
    } finally {
      this.filling = false;
    }
  }

  private start(value: A): void {
    const task = this.unused.first === undefined ? this.hire() : this.unused.shift();
    this.inHand++;
    this.running++;
    if (this.ordered) this.line.push(task);
    task.take(value, this.index++);
    if (this.gate === undefined) this.begin(task);
    else this.gate.admit(task);
  }

  private hire(): Task<A, R> {
    const task = new Task(this, this.onError);
    this.tasks.push(task);
    return task;
  }

  /** Handles a failure: no new item is started, the source is released, and later work is aborted. */
  private close(error: unknown, index: number): void {
    const exit = { reason: error, failed: true };
    this.limit = 0;
    this.up.stop(exit);
    this.abortAfter(index, exit);
  }

  protected collect(task: Task<A, R>): B | typeof NONE {
    const { state, value, result } = task;
    if (state === "failed") throw task.takeError();
    task.clear();
    this.unused.push(task);
    if (state !== "done") return NONE;
    const { pick } = this;
    return pick === theResult ? result as B : pick(value as A, result as R);
  }

  /** The result once nothing is in hand and nothing follows. */
  protected ending(): typeof END {
    if (this.failure !== undefined) throw this.failure.error;
    return END;
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.limit = 0;
    this.abortAfter(-1, exit);
    const idle = this.running === 0 ? undefined : new Promise<void>((resolve) => this.idle = resolve);
    return all([idle, super.release(exit)]);
  }
}
