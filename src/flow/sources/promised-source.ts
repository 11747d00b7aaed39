/**
 * A source that answers with promises, as the first link of a chain. It is asked once at a time, each time when a value
 * is wanted. It counts for the breather: a stage may pull many values for one that it gives.
 */
import { checkedResult } from "../../core/engine/arguments.ts";
import { starving, yieldToLoop } from "../../core/engine/event-loop.ts";
import { END, type Failure, Link, type Poll, rouse, WAIT } from "../link.ts";

/** What a source answers. */
export type Answer<T> = { readonly done?: boolean | undefined; readonly value?: T | undefined };

export abstract class PromisedSource<T> extends Link<T> {
  /** It gave its end or failed, or was released. */
  protected ended = false;
  /** A question has not been answered. */
  protected pending = false;
  /** What has come and was not polled yet. */
  private arrived: Answer<T> | undefined = undefined;
  /** What the last question was answered with, if that was an error. */
  protected failure: Failure | undefined = undefined;

  /** Asks for the next value; opens the source when it is called first. */
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

  /** The source is done. */
  protected end(): void {
    this.ended = true;
  }

  /** What ending throws now is not the reason of the failure, which is what the consumer learns. */
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
