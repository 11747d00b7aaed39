/** Work on one item at a time, begun when its result is asked for. Work that need not wait costs no hop. */
import { all, END, type Exit, type Link, type Polled, rouse, Step, WAIT } from "../flow/link.ts";
import type { ItemContext } from "../flow/types.ts";
import { type Crew, Task } from "./task.ts";
import { NONE, type Work } from "./work.ts";

export class Serial<A, R, B> extends Step<A, B> implements Crew<A, R> {
  readonly fn: (value: A, context: ItemContext) => R | PromiseLike<R>;
  readonly onError: ((error: unknown, value: A) => unknown) | undefined;
  private readonly pick: Work<A, R, B>["pick"];
  private readonly task: Task<A, R> = new Task(this);
  private index = 0;
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
      if (task.state === "idle") {
        const value = this.up.poll();
        if (value === WAIT || value === END) return value as Polled<B>;
        if (this.stopped) return END; // by what is above: nothing new starts
        this.begin(value);
      }
      if (task.state === "running") return WAIT;
      const picked = this.collect();
      if (picked !== NONE) return picked;
    }
  }

  private begin(value: A): void {
    const { task } = this;
    task.take(value, this.index++);
    task.run();
    if (task.state !== "running") this.idle?.(); // it was stopped by its own work
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
    if (this.task.state !== "running") return stopped;
    const idle = new Promise<void>((resolve) => this.idle = resolve);
    this.task.abort(exit);
    return all([idle, stopped]);
  }
}
