/** One of several links that a stage reads from side by side. It is asked for one value, and keeps that until taken. */
import { END, type Failure, type Link, type Poll, WAIT, type Wakeable } from "../../flow/link.ts";

/** The stage that reads from them. */
export interface Parent<I> {
  /** One that was asked and had nothing has something now. Gives who is to be woken next. */
  stirred(inner: I): Wakeable | void;
}

export class Input<T> implements Wakeable {
  readonly link: Link<T>;
  /** What `poll` threw. */
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

  /** Asks for a value. True: there is something to take. A source that asks its own pipeline is not asked within that. */
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

  /** There is something to take. */
  get holds(): boolean {
    return this.held !== WAIT || this.failure !== undefined;
  }

  /** It has ended or failed. */
  get over(): boolean {
    return this.held === END || this.failure !== undefined;
  }

  /** What `poll` gave; throws what it threw. Only while it `holds` something. */
  take(): T | typeof END {
    if (this.failure !== undefined) throw this.failure.error;
    const held = this.held as T | typeof END;
    this.held = WAIT;
    return held;
  }
}
