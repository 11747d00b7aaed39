// What a `sendAll` reads: a source that tells the model when it is pulled, read and released.
import type { Operation } from "./outcome.ts";
import type { ModelSendAll, SourceKind } from "./send-all.ts";
import { ticks } from "../../../support/test.ts";

type Result = IteratorResult<unknown, undefined>;
type Tell = (step: () => void) => void;

export class Source {
  readonly kind: SourceKind;
  readonly model: ModelSendAll;
  readonly operation: Operation;
  released = 0;
  /** Answers the `next()` that waits, if it is held. */
  feed: (() => void) | undefined = undefined;
  private position = 0;
  private readonly values: readonly unknown[];
  private readonly tell: Tell;

  constructor(kind: SourceKind, values: readonly unknown[], model: ModelSendAll, operation: Operation, tell: Tell) {
    this.kind = kind;
    this.values = values;
    this.model = model;
    this.operation = operation;
    this.tell = tell;
  }

  /** Has the library nothing to do for it until something else happens? */
  get rests(): boolean {
    const { state } = this.model;
    return state === "waiting" || state === "over" || (state === "pulling" && this.feed !== undefined);
  }

  /** Is a value on its way? */
  get underway(): boolean {
    return this.kind !== "array" && !this.rests;
  }

  /** What is wrong with how it was released, when all is at rest. */
  get wrong(): string | undefined {
    if (this.model.mustRelease === (this.released === 1)) return undefined;
    return `the source of "${this.operation.title}" was released ${this.released} times`;
  }

  get iterable(): Iterable<unknown> | AsyncIterable<unknown> {
    const back = () => {
      this.released++;
      return { done: true as const, value: undefined };
    };
    if (this.kind === "array") return { [Symbol.iterator]: () => ({ next: () => this.next(), return: back }) };
    const next = () => this.kind === "held" ? this.held(this.next()) : this.soon(this.next());
    return { [Symbol.asyncIterator]: () => ({ next, return: () => Promise.resolve(back()) }) };
  }

  private next(): Result {
    this.tell(() => this.model.pulled());
    const { values } = this;
    const index = this.position++;
    const done = index >= values.length;
    const once = (step: () => void) => {
      let first = true;
      return () => {
        if (first) this.tell(step);
        first = false;
      };
    };
    const exhausted = once(() => this.model.exhausted());
    const read = once(() => this.model.read(values[index]));
    return {
      get done() {
        if (done) exhausted();
        return done;
      },
      get value() {
        if (!done) read();
        return done ? undefined : values[index];
      },
    } as Result;
  }

  private async soon(result: Result): Promise<Result> {
    await ticks(this.position % 4);
    return result;
  }

  private held(result: Result): Promise<Result> {
    return new Promise((resolve) => {
      this.feed = () => {
        this.feed = undefined;
        resolve(result);
      };
    });
  }
}
