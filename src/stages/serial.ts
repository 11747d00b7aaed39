/** Work on one item at a time, begun when its result is asked for. Work that need not wait costs no hop. */
import { all, END, type Exit, type Link, type Polled, rouse, Step, WAIT } from "../flow/link.ts";
import type { ItemContext } from "../flow/types.ts";
import { isThenable } from "../flow/thenable.ts";
import { Item } from "./item.ts";
import { type Crew, Task } from "./task.ts";
import { NONE, type OnError, type Work } from "./work.ts";

export class Serial<A, R, B> extends Step<A, B> implements Crew<A, R> {
  readonly fn: (value: A, context: ItemContext) => R | PromiseLike<R>;
  readonly onError: OnError<A> | undefined;
  private readonly pick: Work<A, R, B>["pick"];
  private readonly task: Task<A, R> = new Task(this);
  private index = 0;
  /** The item in the hands of the function, further up in the call stack. */
  private item: Item | undefined = undefined;
  private exit: Exit | undefined = undefined;
  private idle: (() => void) | undefined = undefined;

  constructor(up: Link<A>, { fn, pick, onError }: Work<A, R, B>) {
    super(up);
    this.fn = fn;
    this.pick = pick;
    this.onError = onError;
  }

  override poll(): Polled<B> {
    const { task } = this;
    for (;;) {
      if (task.state === "running") return WAIT;
      const picked = task.state === "idle" ? this.next() : this.collect();
      if (picked !== NONE) return picked;
    }
  }

  /** Work that is done at once leaves the task alone. */
  private next(): Polled<B> | typeof NONE {
    const value = this.up.poll();
    if (value === WAIT || value === END) return value as Polled<B>;
    if (this.stopped) return END; // by what is above: nothing new starts
    const { fn, pick } = this; // users get no hold of a link by `this`
    const item = this.item = new Item(this.index++);
    try {
      const result = fn(value, item);
      if (!isThenable(result)) return pick(value, result);
      this.handOver(value, item);
      this.task.wait(result);
    } catch (error) {
      this.handOver(value, item);
      this.task.fail(error);
    } finally {
      this.item = undefined;
      if (this.idle !== undefined && this.task.state !== "running") this.idle(); // it was stopped by its own work
    }
    return NONE;
  }

  /** To the task, which may have been stopped by its own work. */
  private handOver(value: A, item: Item): void {
    this.task.take(value, item);
    if (this.exit !== undefined) this.task.abort(this.exit);
  }

  settled(): void {
    this.idle?.();
    rouse(this.down);
  }

  private collect(): B | typeof NONE {
    const { task } = this;
    const { state, value, result, error } = task;
    task.clear();
    if (state === "failed") throw error;
    return state === "done" ? this.pick(value as A, result as R) : NONE;
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    const stopped = super.release(exit);
    if (this.item === undefined && this.task.state !== "running") return stopped;
    const idle = new Promise<void>((resolve) => this.idle = resolve);
    this.exit = exit;
    if (this.item !== undefined) Item.abort(this.item, exit);
    this.task.abort(exit);
    return all([idle, stopped]);
  }
}
