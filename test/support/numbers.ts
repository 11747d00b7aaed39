// The numbers 0, 1, 2, … from sources that note what is done to them, and misbehave as a test wants.

/** How such a source differs from a good one. */
export interface Manners {
  /** How many numbers it gives. Default: without end. */
  readonly count?: number;
  /** What `next()` gives or throws; undefined is what a good source would give. */
  readonly next?: (index: number) => unknown;
  /** What `return()` gives or throws; null: there is no `return()`. */
  readonly return?: (() => unknown) | null;
}

abstract class Noting {
  /** How many iterators were made, `next()` and `return()` calls counted. */
  opened = 0;
  pulled = 0;
  released = 0;
  private readonly manners: Manners;

  constructor(manners: Manners = {}) {
    this.manners = manners;
  }

  protected open(good: (result: IteratorResult<number, undefined>) => unknown): object {
    this.opened++;
    const { count = Infinity, next, return: leave } = this.manners;
    const bare = {
      next: () => {
        const index = this.pulled++;
        const end = { done: true, value: undefined } as const;
        return next?.(index) ?? good(index < count ? { done: false, value: index } : end);
      },
    };
    if (leave === null) return bare;
    return {
      ...bare,
      return: () => {
        this.released++;
        return leave === undefined ? good({ done: true, value: undefined }) : leave();
      },
    };
  }
}

export class Numbers extends Noting implements Iterable<number> {
  [Symbol.iterator](): Iterator<number, undefined, undefined> {
    return this.open((result) => result) as Iterator<number, undefined, undefined>;
  }
}

export class AsyncNumbers extends Noting implements AsyncIterable<number> {
  [Symbol.asyncIterator](): AsyncIterator<number, undefined, undefined> {
    return this.open((result) => Promise.resolve(result)) as AsyncIterator<number, undefined, undefined>;
  }
}

/** A promise that nobody settles. */
export function never(): Promise<never> {
  return new Promise(() => {});
}

/** A web stream over an async iterable, as `ReadableStream.from` makes it; not every runtime has that. */
export function streamed<T>(values: AsyncIterable<T>): ReadableStream<T> {
  const iterator = values[Symbol.asyncIterator]();
  return new ReadableStream<T>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async (reason) => void await iterator.return?.(reason),
  }, { highWaterMark: 0 });
}
