/** One of several links that a stage reads from side by side. It is asked for one value, and keeps that until taken. */
import { END, type Link, type Polled, WAIT, type Wakeable } from "../flow/link.ts";

/** The stage that reads from them. */
export interface Reader<I> {
  /** One that was asked and had nothing has something now. Gives who is to be woken next. */
  stirred(inner: I): Wakeable | void;
}

export class Inner<T> implements Wakeable {
  readonly link: Link<T>;
  /** What `poll` threw. */
  failure: { readonly error: unknown } | undefined = undefined;
  private readonly reader: Reader<Inner<T>>;
  private asked = false;
  private held: Polled<T> = WAIT;

  constructor(link: Link<T>, reader: Reader<Inner<T>>) {
    this.link = link;
    this.reader = reader;
    link.down = this;
  }

  /** Asks for a value. True: there is something to take. */
  pull(): boolean {
    this.asked = false;
    try {
      this.held = this.link.poll();
    } catch (error) {
      this.failure = { error };
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
