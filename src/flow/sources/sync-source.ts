/**
 * An array, a set or a generator as the first link of a chain. It counts for the breather, because a stage may pull
 * many values for one that it passes on.
 */
import { checkedIterator, checkedResult, isPlainArray } from "../../core/engine/arguments.ts";
import { Breather } from "../breather.ts";
import { isIterator } from "./iterator.ts";
import { END, ignore, Link, type Poll, WAIT } from "../link.ts";

export class SyncSource<T> extends Link<T> {
  private readonly source: Iterable<T>;
  /** The source, if it is a plain array, which is read without an object for each value. */
  private readonly array: readonly T[] | undefined;
  private position = 0;
  private iterator: Iterator<T, unknown, undefined> | undefined = undefined;
  private readonly breather = new Breather();
  private ended = false;
  /** A `next()` of the source is running: a generator cannot be released in it. */
  private running = false;
  private afterwards: () => void = ignore;

  constructor(source: Iterable<T>) {
    super();
    this.source = source;
    this.array = isPlainArray(source) ? source : undefined;
  }

  override poll(): Poll<T> {
    if (this.ended) return END; // also set once it was stopped
    if (this.breather.stops(this.down)) return WAIT;
    const { array } = this;
    if (array === undefined) return this.iterate();
    if (this.position < array.length) return array[this.position++] as T;
    this.ended = true;
    return END;
  }

  private iterate(): Poll<T> {
    this.running = this.ended = true; // unless it yields a value
    try {
      const result = checkedResult("source", (this.iterator ??= this.begin()).next());
      if (result.done) return END;
      const { value } = result;
      this.ended = false;
      return value;
    } finally {
      this.running = false;
      if (this.stopped) this.afterwards();
    }
  }

  private begin(): Iterator<T, unknown, undefined> {
    return checkedIterator("source[Symbol.iterator]", this.source[Symbol.iterator]());
  }

  protected override release(): Promise<void> | undefined {
    if (!this.running) return this.close();
    return new Promise((resolve) => this.afterwards = () => resolve(this.close()));
  }

  /** An iterable that was never opened holds nothing; an iterator may. */
  private close(): Promise<void> | undefined {
    if (this.ended) return undefined;
    this.ended = true;
    const { source } = this;
    const iterator = this.iterator ?? (isIterator(source) ? source : undefined);
    try {
      iterator?.return?.();
    } catch (error) {
      return Promise.reject(error);
    }
    return undefined;
  }
}
