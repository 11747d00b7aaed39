// Sources that a test drives, or watches: how often they were asked, and how often they were released.

type Result<T> = IteratorResult<T, undefined>;

interface Answerable<T> {
  resolve(result: Result<T>): void;
  reject(error: unknown): void;
}

/** An async source that gives what the test says, when the test says it. */
export class Driven<T> implements AsyncIterableIterator<T> {
  /** How often it was asked for a value, and how often it was released. */
  asked = 0;
  returned = 0;
  /** What `return()` waits for. */
  closing: Promise<unknown> | undefined = undefined;
  private readonly questions: Answerable<T>[] = [];
  private readonly answers: ((question: Answerable<T>) => void)[] = [];

  /** These values, and then the end. */
  static of<T>(...values: T[]): Driven<T> {
    return new Driven<T>().give(...values).end();
  }

  /** How many of its values were not asked for yet. */
  get untaken(): number {
    return this.answers.length;
  }

  give(...values: T[]): this {
    for (const value of values) this.answer((question) => question.resolve({ done: false, value }));
    return this;
  }

  end(): this {
    return this.answer((question) => question.resolve({ done: true, value: undefined }));
  }

  fail(error: unknown): this {
    return this.answer((question) => question.reject(error));
  }

  next(): Promise<Result<T>> {
    this.asked++;
    return new Promise((resolve, reject) => {
      const answer = this.answers.shift();
      if (answer === undefined) this.questions.push({ resolve, reject });
      else answer({ resolve, reject });
    });
  }

  async return(): Promise<Result<T>> {
    this.returned++;
    await this.closing;
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private answer(answer: (question: Answerable<T>) => void): this {
    const question = this.questions.shift();
    if (question === undefined) this.answers.push(answer);
    else answer(question);
    return this;
  }
}

/** A sync source that counts. */
export class Counted<T> implements IterableIterator<T> {
  /** How often it was asked for a value, and how often it was released. */
  asked = 0;
  returned = 0;
  private readonly values: Iterator<T>;

  constructor(values: Iterable<T>) {
    this.values = values[Symbol.iterator]();
  }

  next(): IteratorResult<T, undefined> {
    this.asked++;
    const result = this.values.next();
    return result.done ? { done: true, value: undefined } : result;
  }

  return(): IteratorResult<T, undefined> {
    this.returned++;
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/** 0, 1, 2, … for ever. */
export function naturals(): Counted<number> {
  return new Counted((function* () {
    for (let n = 0;; n++) yield n;
  })());
}
