/** A stage that, once it was polled, reads on by itself as long as it has room, also while nobody polls it. */
import { END, type Failure, Step, WAIT, type Wakeable } from "../../flow/link.ts";

export abstract class Prefetch<A> extends Step<A, A> {
  /** Nothing more comes from above. */
  protected closed = false;
  protected failure: Failure | undefined = undefined;
  private reading = false;

  protected abstract room(): boolean;
  /** What it throws fails the stage. */
  protected abstract accept(value: A): void;
  /** Would `poll` give something else than `WAIT`? */
  protected abstract ready(): boolean;

  override wake(): Wakeable | void {
    this.read();
    if (this.ready()) return this.down;
  }

  protected read(): void {
    if (this.reading) return;
    this.reading = true;
    try {
      while (!this.closed && !this.stopped && this.room()) {
        const value = this.up.poll();
        if (value === WAIT) break;
        if (value === END) this.closed = true;
        else this.accept(value);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.reading = false;
    }
  }

  /** The error comes after what is in hand. */
  protected fail(error: unknown): void {
    this.closed = true;
    this.failure = { error };
    this.up.stop({ reason: error, failed: true });
  }

  /** When nothing is in hand any more, and nothing comes. */
  protected ending(): typeof END {
    if (this.failure !== undefined) throw this.failure.error;
    return END;
  }
}
