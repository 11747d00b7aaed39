/**
 * A source that returns promises, as the first link of a chain. It is called for one value at a time, when the value is
 * wanted. It counts for the breather, because a stage may pull many values for one that it passes on.
 */
import { checkedResult } from "../../core/engine/arguments.ts";
import { starving, yieldToLoop } from "../../core/engine/event-loop.ts";
import { END, type Failure, Link, type Poll, rouse, WAIT } from "../link.ts";

/** The result of a source. */
export type Answer<T> = { readonly done?: boolean | undefined; readonly value?: T | undefined };

export abstract class PromisedSource<T> extends Link<T> {
  /** The source ended, failed or was released. */
  protected ended = false;
  /** A call of the source has not settled. */
  protected pending = false;
  /** A result that has arrived and was not polled yet. */
  private arrived: Answer<T> | undefined = undefined;
  /** The error of the last call, if it failed. */
  protected failure: Failure | undefined = undefined;

  /** Requests the next value; the first call opens the source. */
  protected abstract ask(): Answer<T> | PromiseLike<Answer<T>>;

  override poll(): Poll<T> {
    const { arrived, failure } = this;
    if (arrived !== undefined) {
      this.arrived = undefined;
      return arrived.value as T;
    }
    if (this.pending) return WAIT;
    if (failure !== undefined) throw failure.error;
    if (this.ended || this.stopped) return END;
    this.pending = true;
    try {
      Promise.resolve(this.ask()).then(this.onAnswer, this.onError);
    } catch (error) {
      this.pending = false;
      this.endAfterFailure();
      throw error;
    }
    return WAIT;
  }

  /** Called when the source is done. */
  protected end(): void {
    this.ended = true;
  }

  /** An error of the end does not replace the failure, which the consumer receives. */
  private endAfterFailure(): void {
    try {
      this.end();
    } catch {
      // as in a `for await` loop whose body threw
    }
  }

  private readonly onAnswer = (answer: Answer<T>): void => {
    if (this.stopped) return;
    try {
      if (checkedResult("source", answer).done) this.end();
      else this.arrived = answer;
    } catch (error) {
      return this.onError(error);
    }
    this.goOn();
  };

  private readonly onError = (error: unknown): void => {
    this.failure = { error };
    if (this.stopped) return;
    this.endAfterFailure();
    this.goOn();
  };

  private goOn(): void {
    this.pending = false;
    if (starving()) yieldToLoop().then(() => rouse(this.down));
    else rouse(this.down);
  }
}
