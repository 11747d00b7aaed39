/** The consumers of a pipeline, which want one value or all values. */

/** A consumer. Exactly one of `end`, `fail` and `cut` is called, once. */
export interface Consumer<in T> {
  /** Accepts a value. Returns false when it wants no more, and a promise when it wants the next value after that. */
  readonly take: (value: T) => boolean | Promise<void>;
  /** Asks it to finish the value for which it has returned a promise. */
  readonly stop?: ((reason: unknown) => void) | undefined;
  /** Called at the end. */
  readonly end: () => void;
  /** Called when the pipeline failed. */
  readonly fail: (error: unknown) => void;
  /** Called when other code left the pipeline, or when it failed and another consumer received the error. */
  readonly cut: (reason: unknown) => void;
}

/** A waiting `next()`. */
export class NextCall<T> implements Consumer<T> {
  private readonly resolve: (result: IteratorResult<T, undefined>) => void;
  /** The promise's own `reject`: `rejected` of the core would take longer, and later calls would be answered first. */
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

/** An operation that reads to the end. */
export interface Reader<in T, out R> {
  readonly take: (value: T) => boolean | Promise<void>;
  readonly stop?: (reason: unknown) => void;
  /** Returns its result at the end. */
  readonly result: () => R;
}

/** Reads to the end. It rejects when it is cut short, because a part must not pass for the whole. */
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
