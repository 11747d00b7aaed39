/**
 * The lower end of a chain of links: its consumers, and how they receive values.
 *
 * Each call that wants values is a *consumer*; consumers are served one after the other. A flow that was passed to
 * another pipeline has a *successor*, a link there, which is served when no consumer is left.
 *
 * Holds: links are polled only while there is a consumer. The remaining consumers learn of the end once all is at rest.
 */
import { Ring } from "../core/engine/ring.ts";
import { starving, yieldToLoop } from "../core/engine/event-loop.ts";
import type { Consumer } from "./demand.ts";
import { END, type Exit, type Poll, rouse, WAIT, type Wakeable } from "./link.ts";
import { reasonOf, Run } from "./run.ts";

export class Chain<T> extends Run<T> {
  protected readonly consumers: Ring<Consumer<T>> = new Ring();
  /** The first consumer is being served: no consumer is notified before that is done. */
  private serving = false;
  /** The work of the first consumer on its value. */
  private busy: Promise<void> | undefined = undefined;
  private successor: Wakeable | undefined = undefined;

  override wake(): Wakeable | void {
    this.serve();
    if (this.consumers.size === 0) return this.successor;
  }

  /** Queues a consumer and serves it. After the end, the call counts for the turn of the event loop. */
  protected ask(consumer: Consumer<T>): void {
    this.consumers.push(consumer);
    if (this.over && starving()) yieldToLoop().then(() => this.goOn());
    else this.goOn();
  }

  /** Whether the next consumer would be the only one, and served first. */
  protected get free(): boolean {
    return this.consumers.size === 0 && !this.over && !this.pulling && !this.serving;
  }

  /**
   * Returns a value for a consumer that calls while the chain is `free`. After `WAIT` the consumer must `lead` the
   * queue, whatever has happened.
   */
  protected attempt(): T | typeof WAIT {
    this.serving = true;
    const value = this.pull();
    if (value === WAIT) return WAIT;
    this.serving = false;
    if (this.consumers.size > 0 || this.successor !== undefined) rouse(this);
    return value;
  }

  /** Queues a consumer before those that functions of the pipeline added during the attempt. */
  protected lead(consumer: Consumer<T>): void {
    this.consumers.unshift(consumer);
    this.serving = false;
    if (this.resting) this.rested();
  }

  /** Polls the last link for the successor, once all earlier consumers have been served. */
  pollFor(successor: Wakeable): Poll<T> {
    this.successor = successor;
    if (this.consumers.size > 0 || this.pulling || this.serving) return WAIT;
    if (!this.over) {
      this.successor = undefined; // not to be woken while it polls
      const value = this.pull();
      this.successor = successor;
      if (!this.over) return value;
    }
    if (!this.resting) return WAIT;
    if (this.exit !== undefined) throw reasonOf(this.exit);
    return END;
  }

  /** The successor wants no more. */
  abandon(exit: Exit): Promise<void> | undefined {
    this.successor = undefined;
    return this.halt(exit);
  }

  /** Forgets a failure that no consumer will receive. */
  protected forgive(): void {
    if (this.consumers.size === 0) this.failure = undefined;
  }

  private serve(): void {
    while (this.consumers.size > 0 && !this.over && !this.pulling && !this.serving && this.busy === undefined) {
      const { first } = this.consumers;
      let value: T | typeof WAIT;
      do {
        value = this.pull();
        if (value === WAIT) return;
      } while (this.hand(first, value));
    }
  }

  /** Returns true if the consumer wants another value at once. */
  private hand(consumer: Consumer<T>, value: T): boolean {
    let more: boolean | Promise<void> = true;
    this.serving = true;
    try {
      more = consumer.take(value);
    } catch (error) {
      this.halt({ reason: error, failed: true });
    }
    if (more !== true) this.pass(more);
    this.serving = false;
    if (this.over) this.goOn();
    return more === true && !this.over;
  }

  /** It wants no more, or not yet. Apart from `hand`: that is so short that V8 inlines more (a tenth of `map`'s cost). */
  private pass(more: false | Promise<void>): void {
    if (more === false) this.consumers.shift();
    else this.waitForConsumer(more);
  }

  private waitForConsumer(busy: Promise<void>): void {
    this.busy = busy;
    if (this.exit !== undefined) this.hurry(); // left by its own consumer
    busy.then(() => {
      this.busy = undefined;
      this.goOn();
    }, (error) => {
      this.busy = undefined;
      this.failure ??= { error };
      this.halt({ reason: error, failed: true });
      this.goOn();
    });
  }

  private goOn(): void {
    if (!this.over) this.serve();
    else if (this.resting) this.rested();
  }

  protected override hurry(): void {
    if (this.busy !== undefined && this.exit !== undefined) this.consumers.first.stop?.(reasonOf(this.exit));
  }

  /** Notifies the remaining consumers, once the first one is not busy. */
  protected override rested(): void {
    if (this.busy !== undefined || this.serving) return;
    const { failure, exit } = this;
    if (failure !== undefined && this.consumers.size > 0) {
      this.failure = undefined;
      this.consumers.shift().fail(failure.error);
    }
    while (this.consumers.size > 0) {
      const consumer = this.consumers.shift();
      if (exit === undefined) consumer.end();
      else consumer.cut(reasonOf(exit));
    }
    if (this.successor !== undefined) rouse(this.successor);
  }
}
