/// <reference lib="esnext.disposable" preserve="true" />
/** The flow that users receive. */
import { booleanOf, checkFunction, checkOptions, checkSender } from "../core/engine/arguments.ts";
import { failed } from "../core/engine/event-loop.ts";
import type { Sender } from "../core/types.ts";
import { type Reader, Reading } from "./demand.ts";
import { ChainIterator } from "./chain-iterator.ts";
import { into } from "./into.ts";
import { ignore, type Link } from "./link.ts";
import { linkOf } from "./sources/open.ts";
import { attachAll, checkStages } from "./stage.ts";
import { isThenable } from "./thenable.ts";
import type { Flow } from "./chain-types.ts";
import type { IntoOptions, Stage } from "./types.ts";

/** Creates a flow over the last link of a chain. */
export function flowOver<T>(link: Link<T>, signal?: AbortSignal): Flow<T> {
  return new PipelineFlow(link, signal);
}

class PipelineFlow<T> extends ChainIterator<T> implements Flow<T> {
  /** The overloads of `Pipe` check the types. */
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
}
