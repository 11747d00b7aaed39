// Work of a stage that the test ends by hand, in whichever order it likes.
import type { ItemContext } from "sluice";
import { turn } from "./host.ts";

interface Job<R> {
  readonly context: ItemContext;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** Work on numbers, each of which is an item once. */
export class Jobs<R = number> {
  /** The items whose work was begun, in that order. */
  readonly started: number[] = [];
  /** Those whose work has not ended, in the order in which it was begun. */
  readonly running: Set<number> = new Set();
  /** The most that were running at once. */
  most = 0;
  private readonly jobs = new Map<number, Job<R>>();
  private readonly resultOf: (item: number) => R;

  constructor(resultOf: (item: number) => R) {
    this.resultOf = resultOf;
  }

  /** For the stage. */
  readonly work = (item: number, context: ItemContext): Promise<R> => {
    this.started.push(item);
    this.running.add(item);
    this.most = Math.max(this.most, this.running.size);
    return new Promise((resolve, reject) => this.jobs.set(item, { context, resolve, reject }));
  };

  /** The same, for work that fails with the reason when it is aborted. */
  readonly obeying = (item: number, context: ItemContext): Promise<R> => {
    const { signal } = context;
    signal.addEventListener("abort", () => this.fail(item, signal.reason));
    return this.work(item, context);
  };

  finish(...items: number[]): void {
    for (const item of items) this.end(item).resolve(this.resultOf(item));
  }

  fail(item: number, error: unknown): void {
    this.end(item).reject(error);
  }

  signal(item: number): AbortSignal {
    return this.job(item).context.signal;
  }

  /** The items whose signals are aborted, in the order in which their work was begun. */
  get aborted(): number[] {
    return this.started.filter((item) => this.signal(item).aborted);
  }

  private end(item: number): Job<R> {
    this.running.delete(item);
    return this.job(item);
  }

  private job(item: number): Job<R> {
    const job = this.jobs.get(item);
    if (job === undefined) throw new Error(`Cannot find the job: nobody has started ${item}`);
    return job;
  }
}

/** Lets whatever can happen now happen, also when the runtime must breathe first. */
export async function rest(): Promise<void> {
  await turn();
  await turn();
}
