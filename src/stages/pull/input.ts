/** One of several links that a stage reads side by side. It is polled for one value, and holds it until it is taken. */
import { END, type Failure, type Link, type Poll, WAIT, type Wakeable } from "../../flow/link.ts";

/** The stage that reads the inputs. */
export interface Parent<I> {
  /** Called when an input that had nothing now has something. Returns the next object to wake. */
  stirred(inner: I): Wakeable | void;
}

export class Input<T> implements Wakeable {
  readonly link: Link<T>;
  /** The error of `poll`. */
  failure: Failure | undefined = undefined;
  private readonly reader: Parent<Input<T>>;
  private asked = false;
  private pulling = false;
  private held: Poll<T> = WAIT;

  constructor(link: Link<T>, reader: Parent<Input<T>>) {
    this.link = link;
    this.reader = reader;
    link.down = this;
  }

  /**
   * Polls for a value. Returns true if there is something to take. A source that pulls its own pipeline is not polled
   * within its own poll.
   */
  pull(): boolean {
    if (this.pulling) return false;
    this.asked = false;
    this.pulling = true;
    try {
      this.held = this.link.poll();
    } catch (error) {
      this.failure = { error };
    } finally {
      this.pulling = false;
    }
    this.asked = !this.holds;
    return this.holds;
  }

  wake(): Wakeable | void {
    if (this.asked && this.pull()) return this.reader.stirred(this);
  }

  /** Whether there is something to take. */
  get holds(): boolean {
    return this.held !== WAIT || this.failure !== undefined;
  }

  /** Whether it has ended or failed. */
  get over(): boolean {
    return this.held === END || this.failure !== undefined;
  }

  /** Returns the result of `poll`, or throws its error. Requires `holds`. */
  take(): T | typeof END {
    if (this.failure !== undefined) throw this.failure.error;
    const held = this.held as T | typeof END;
    this.held = WAIT;
    return held;
  }
}
