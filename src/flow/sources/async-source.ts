/** An async iterable as the first link of a chain. */
import { checkedIterator } from "../../core/engine/arguments.ts";
import { type Releasable, releasing } from "../../core/channel/iterate.ts";
import { ended } from "../../core/engine/poll.ts";
import { isIterator } from "./iterator.ts";
import { type Exit, ignore } from "../link.ts";
import { Opening } from "./opening.ts";
import { type Answer, PromisedSource } from "./promised-source.ts";

/** Node's streams: their iterators cannot be left while they wait, but the streams can be destroyed. */
interface StreamOfNode {
  readonly pipe?: unknown;
  readonly destroy?: () => unknown;
}

export class AsyncSource<T> extends PromisedSource<T> {
  private readonly source: AsyncIterable<T> & StreamOfNode;
  private readonly opening = new Opening();
  private iterator: AsyncIterator<T> | undefined = undefined;

  constructor(source: AsyncIterable<T>) {
    super();
    this.source = source;
  }

  protected override ask(): Answer<T> | PromiseLike<Answer<T>> {
    const iterator = this.iterator ??= this.begin();
    return this.ended ? ended() : (iterator as AsyncIterator<T>).next();
  }

  private begin(): AsyncIterator<T> | undefined {
    return this.opening.run(
      () => checkedIterator("source[Symbol.asyncIterator]", this.source[Symbol.asyncIterator]()),
      (iterator, exit) => {
        this.pending = false; // `next` was not called yet
        return this.close(iterator, exit);
      },
    );
  }

  /**
   * Waits for the result of `return()`, unless a `next()` is under way: that may never settle, and an async generator
   * would not return before it.
   */
  protected override release(exit: Exit): Promise<void> | undefined {
    if (this.ended) return undefined;
    const { source, iterator } = this;
    this.end();
    return this.opening.stop(exit) ?? this.close(iterator ?? (isIterator(source) ? source : undefined), exit);
  }

  private close(
    owned: { return?(): unknown } & Partial<Releasable> | undefined,
    { reason }: Exit,
  ): Promise<void> | undefined {
    const { source, pending } = this;
    try {
      const returned = Promise.resolve(owned?.[releasing]?.(reason) ?? owned?.return?.());
      if ((owned === undefined || pending) && typeof source.pipe === "function") source.destroy?.();
      if (!pending) return returned.then(ignore);
      returned.catch(ignore);
    } catch (error) {
      return Promise.reject(error);
    }
    return undefined;
  }
}
