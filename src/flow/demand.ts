/** Those who want values from a pipeline: one value, or all of them. */

/** Told exactly once how it ended: `end`, `fail` or `cut`. */
export interface Consumer<in T> {
  /** Takes a value. False: that was all it wanted. A promise: it wants the next one after that. */
  readonly take: (value: T) => boolean | Promise<void>;
  /** It is to come to an end with its last value, for which it has given a promise. */
  readonly stop?: ((reason: unknown) => void) | undefined;
  /** No more values. */
  readonly end: () => void;
  /** The pipeline failed. */
  readonly fail: (error: unknown) => void;
  /** The pipeline was left by others, or failed and somebody else was told. */
  readonly cut: (reason: unknown) => void;
}

/** A `next()` that waits. */
export class NextCall<T> implements Consumer<T> {
  private readonly resolve: (result: IteratorResult<T, undefined>) => void;
  /** A real one: `rejected` of the core would take longer, and those behind would be answered first. */
  readonly fail: (error: unknown) => void;

  constructor(resolve: (result: IteratorResult<T, undefined>) => void, reject: (error: unknown) => void) {
    this.resolve = resolve;
    this.fail = reject;
  }

  take(value: T): boolean {
    this.resolve({ value, done: false });
    return false;
  }

  end(): void {
    this.resolve({ value: undefined, done: true });
  }

  cut(): void {
    this.end();
  }
}

/** What an operation that reads to the end does. */
export interface Reader<in T, out R> {
  readonly take: (value: T) => boolean | Promise<void>;
  readonly stop?: (reason: unknown) => void;
  /** What it gives at the end. */
  readonly result: () => R;
}

/** Reads to the end. One that is cut short rejects: nobody should take a part for the whole. */
export class Reading<T, R> implements Consumer<T> {
  readonly take: (value: T) => boolean | Promise<void>;
  readonly stop: ((reason: unknown) => void) | undefined;
  readonly fail: (error: unknown) => void;
  private readonly result: () => R;
  private readonly resolve: (result: R) => void;

  constructor({ take, stop, result }: Reader<T, R>, resolve: (result: R) => void, reject: (error: unknown) => void) {
    this.take = take;
    this.stop = stop;
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

  cut(reason: unknown): void {
    this.fail(reason);
  }
}
