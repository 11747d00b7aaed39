/** A stage that reads ahead after its first poll, as long as it has room, even while it is not polled. */
import { END, type Failure, Step, WAIT, type Wakeable } from "../../flow/link.ts";

export abstract class Prefetch<A> extends Step<A, A> {
  /** Nothing follows from above. */
  protected closed = false;
  protected failure: Failure | undefined = undefined;
  private reading = false;

  protected abstract room(): boolean;
  /** An error that it throws fails the stage. */
  protected abstract accept(value: A): void;
  /** Whether `poll` would return something other than `WAIT`. */
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

  /** The error comes after the items in hand. */
  protected fail(error: unknown): void {
    this.closed = true;
    this.failure = { error };
    this.up.stop({ reason: error, failed: true });
  }

  /** The result once nothing is in hand and nothing follows. */
  protected ending(): typeof END {
    if (this.failure !== undefined) throw this.failure.error;
    return END;
  }
}
