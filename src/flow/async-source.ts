/** An async iterable as the first link of a chain. */
import { isIterator } from "./iterator.ts";
import { ignore } from "./link.ts";
import { type Answer, PromisedSource } from "./promised-source.ts";

/** Node's streams: their iterators cannot be left while they wait, but they can be destroyed. */
interface StreamOfNode {
  readonly pipe?: unknown;
  readonly destroy?: () => unknown;
}

export class AsyncSource<T> extends PromisedSource<T> {
  private readonly source: AsyncIterable<T> & StreamOfNode;
  private iterator: AsyncIterator<T, unknown, undefined> | undefined = undefined;

  constructor(source: AsyncIterable<T>) {
    super();
    this.source = source;
  }

  protected override ask(): PromiseLike<Answer<T>> {
    return (this.iterator ??= this.source[Symbol.asyncIterator]()).next();
  }

  /**
   * What `return()` gives is waited for, unless a `next()` is under way: that may never be answered, and an async
   * generator would not return before.
   */
  protected override release(): Promise<void> | undefined {
    if (this.ended) return undefined;
    const { source, iterator, pending } = this;
    this.end();
    try {
      const owned = iterator ?? (isIterator(source) ? source : undefined);
      const returned = Promise.resolve(owned?.return?.());
      if ((owned === undefined || pending) && typeof source.pipe === "function") source.destroy?.();
      if (!pending) return returned.then(ignore);
      returned.catch(ignore);
    } catch (error) {
      return Promise.reject(error);
    }
    return undefined;
  }
}
