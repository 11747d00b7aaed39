/** Those who want values from a pipeline: one value, or all of them. */
import type { Resolve } from "../core/line.ts";
import { rejected } from "../core/waiter.ts";
import { abortError } from "./abort-error.ts";

/** Told exactly once how it ended: `end`, `fail` or `left`. */
export interface Asker<in T> {
  /** Takes a value. False: that was all it wanted. A promise: it wants the next one after that. */
  readonly take: (value: T) => boolean | Promise<void>;
  /** No more values. */
  readonly end: () => void;
  /** The pipeline failed. */
  readonly fail: (error: unknown) => void;
  /** The pipeline was left by others. */
  readonly left: (reason: unknown) => void;
}

/** A `next()` that waits. */
export class Next<T> implements Asker<T> {
  private readonly resolve: Resolve;

  constructor(resolve: Resolve) {
    this.resolve = resolve;
  }

  take(value: T): boolean {
    this.resolve({ done: false, value });
    return false;
  }

  end(): void {
    this.resolve({ done: true, value: undefined });
  }

  fail(error: unknown): void {
    this.resolve(rejected(error));
  }

  left(): void {
    this.end();
  }
}

/** Reads to the end. One that is cut short rejects: nobody should take a part for the whole. */
export class Reading<T, R> implements Asker<T> {
  readonly take: (value: T) => boolean | Promise<void>;
  private readonly result: () => R;
  private readonly resolve: (result: R) => void;
  readonly fail: (error: unknown) => void;

  constructor(
    take: (value: T) => boolean | Promise<void>,
    result: () => R,
    resolve: (result: R) => void,
    reject: (error: unknown) => void,
  ) {
    this.take = take;
    this.result = result;
    this.resolve = resolve;
    this.fail = reject;
  }

  end(): void {
    try {
      this.resolve(this.result());
    } catch (error) {
      this.fail(error);
    }
  }

  left(reason: unknown): void {
    this.fail(reason ?? abortError());
  }
}
