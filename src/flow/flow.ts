/// <reference lib="esnext.disposable" preserve="true" />
/** What users hold of a pipeline. */
import { booleanOf, checkFunction, checkOptions, checkSender } from "../core/engine/arguments.ts";
import { releasing } from "../core/channel/iterate.ts";
import { printed } from "../core/engine/printed.ts";
import { completed, failed } from "../core/engine/event-loop.ts";
import type { Sender } from "../core/types.ts";
import { Next, type Reader, Reading } from "./demand.ts";
import { Chain } from "./chain.ts";
import { asyncDispose } from "../core/engine/dispose.ts";
import { into } from "./into.ts";
import { type Exit, ignore, Link, type Poll, WAIT } from "./link.ts";
import { linkOf } from "./sources/open.ts";
import { attachAll, checkStages } from "./stage.ts";
import { reasonOf } from "./run.ts";
import { isThenable } from "./thenable.ts";
import type { Flow, IntoOptions, Stage } from "./types.ts";

type Result<T> = IteratorResult<T, undefined>;

/** A flow over the last link of a chain. */
export function flowOver<T>(link: Link<T>, signal?: AbortSignal): Flow<T> & Chain<T> {
  return new PipelineFlow(link, signal);
}

class PipelineFlow<T> extends Chain<T> implements Flow<T> {
  /** It belongs to another pipeline. */
  private given = false;
  /** An operation reads, or has read, it to its end. */
  private reading = false;

  next(): Promise<Result<T>> {
    if (this.given) return failed(givenAway());
    const first = this.free;
    const value = first ? this.attempt() : WAIT;
    return value === WAIT ? this.wait(first) : Promise.resolve({ value, done: false });
  }

  /** Apart from `next`, since an engine prepares for a closure at the entry of its function. */
  private wait(first: boolean): Promise<Result<T>> {
    return new Promise((resolve, reject) => {
      const asker = new Next<T>(resolve, reject);
      if (first) this.lead(asker);
      else this.ask(asker);
    });
  }

  async return(): Promise<Result<T>> {
    await this.cancel();
    return { value: undefined, done: true };
  }

  async throw(error?: unknown): Promise<never> {
    await this.stop({ reason: error, failed: true });
    throw error;
  }

  cancel(reason?: unknown): Promise<void> {
    return this.stop({ reason, failed: false });
  }

  /** For a pipeline of another copy of the library. */
  [releasing](reason: unknown): Promise<void> {
    return this.cancel(reason);
  }

  private async stop(exit: Exit): Promise<void> {
    const { running } = this;
    try {
      await this.halt(exit);
      this.forgive();
    } finally {
      if (!running) await completed(); // whoever has it run pulls, and that has counted
    }
  }

  [asyncDispose](): Promise<void> {
    return this.cancel();
  }

  /** Each loop calls it, so it is where a second one is refused. */
  [Symbol.asyncIterator](): this {
    this.checkFirst();
    return this;
  }

  /** The overloads of `Pipe` say what fits. */
  pipe(...stages: Stage<never, unknown>[]): Flow<never> {
    checkStages(stages);
    return flowOver(attachAll(this[linkOf](), stages as Stage<unknown, unknown>[]) as Link<never>);
  }

  toArray(): Promise<T[]> {
    const values: T[] = [];
    return this.read({ take: (value) => values.push(value) > 0, result: () => values });
  }

  async reduce<R>(
    fn: (total: R, value: T, index: number) => R | PromiseLike<R>,
    ...initial: [] | [R]
  ): Promise<R> {
    checkFunction("fn", fn);
    let empty = initial.length === 0;
    let index = empty ? 1 : 0;
    let total = initial[0] as R;
    const keep = (next: R) => {
      total = next;
    };
    const take = (value: T) => {
      if (empty) {
        empty = false;
        total = value as unknown as R;
        return true;
      }
      const next = fn(total, value, index++);
      if (isThenable(next)) return Promise.resolve(next).then(keep);
      total = next;
      return true;
    };
    const result = () => {
      if (empty) throw new TypeError("Cannot reduce: the flow has no values, and there is no initial one");
      return total;
    };
    return await this.read({ take, result });
  }

  async forEach(fn: (value: T, index: number) => unknown): Promise<void> {
    checkFunction("fn", fn);
    let index = 0;
    const take = (value: T) => {
      const done = fn(value, index++);
      return isThenable(done) ? Promise.resolve(done).then(ignore) : true;
    };
    await this.read({ take, result: ignore });
  }

  async into(sender: Sender<T>, options?: IntoOptions): Promise<number> {
    checkSender("sender", sender);
    checkOptions(options);
    const close = booleanOf("options.close", true, options?.close);
    const { refusal } = this;
    if (refusal !== undefined) return await failed(refusal);
    return await into(this, sender, close);
  }

  async run(): Promise<number> {
    let count = 0;
    return await this.read({ take: () => ++count > 0, result: () => count });
  }

  read<R>(reader: Reader<T, R>): Promise<R> {
    const { refusal } = this;
    if (refusal !== undefined) return failed(refusal);
    this.reading = true;
    return new Promise((resolve, reject) => this.ask(new Reading(reader, resolve, reject)));
  }

  /** Why there is nothing left for another consumer, if so. */
  private get refusal(): TypeError | undefined {
    if (this.given) return givenAway();
    if (!this.reading && !this.spent) return undefined;
    const how = this.over ? "has run" : "is being read to its end";
    const why = this.exit && { cause: reasonOf(this.exit) };
    return new TypeError(`Cannot read the flow: it ${how}, and a flow runs once`, why);
  }

  private checkFirst(): void {
    const { refusal } = this;
    if (refusal !== undefined) throw refusal;
  }

  get [linkOf](): () => Link<T> {
    this.checkFirst();
    return () => {
      this.given = true;
      return new FlowLink(this);
    };
  }

  static {
    printed(this.prototype, "Flow", (it) => ["", it.progress]);
  }
}

function givenAway(): TypeError {
  return new TypeError("Cannot read the flow: it belongs to another pipeline");
}

/** A flow as the first link of another pipeline. */
class FlowLink<T> extends Link<T> {
  private readonly flow: Chain<T>;

  constructor(flow: Chain<T>) {
    super();
    this.flow = flow;
  }

  override poll(): Poll<T> {
    return this.flow.inherit(this.down);
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    return this.flow.abandon(exit);
  }
}
