/**
 * The lower end of a chain of links: who wants values, and how they get them.
 *
 * Each call that wants values is a *consumer*; consumers are served one after the other. A flow that was given to another
 * pipeline has a *successor*, a link there, which is served when no consumer is left.
 *
 * Holds: links are polled only as long as somebody asks; whoever still asks when it is over is told once all is at rest.
 */
import { Ring } from "../core/engine/ring.ts";
import { starving, yieldToLoop } from "../core/engine/event-loop.ts";
import type { Consumer } from "./demand.ts";
import { END, type Exit, type Poll, rouse, WAIT, type Wakeable } from "./link.ts";
import { reasonOf, Run } from "./run.ts";

export class Chain<T> extends Run<T> {
  protected readonly consumers: Ring<Consumer<T>> = new Ring();
  /** The first consumer is being served: no consumer is told anything before that. */
  private serving = false;
  /** What the first consumer does with the value that it got. */
  private busy: Promise<void> | undefined = undefined;
  private successor: Wakeable | undefined = undefined;

  override wake(): Wakeable | void {
    this.serve();
    if (this.consumers.size === 0) return this.successor;
  }

  /** Gets in line, and is served. Where nothing is pulled any more, it counts for the turn of the event loop. */
  protected ask(consumer: Consumer<T>): void {
    this.consumers.push(consumer);
    if (this.over && starving()) yieldToLoop().then(() => this.goOn());
    else this.goOn();
  }

  /** Whether whoever asks now is the only one, and first to be served. */
  protected get free(): boolean {
    return this.consumers.size === 0 && !this.over && !this.pulling && !this.serving;
  }

  /** A value for one who asks while it is `free`. `WAIT`: they must `lead` the line now, whatever has happened. */
  protected attempt(): T | typeof WAIT {
    this.serving = true;
    const value = this.pull();
    if (value === WAIT) return WAIT;
    this.serving = false;
    if (this.consumers.size > 0 || this.successor !== undefined) rouse(this);
    return value;
  }

  /** Gets in line before those whom functions of the pipeline made during the attempt. */
  protected lead(consumer: Consumer<T>): void {
    this.consumers.unshift(consumer);
    this.serving = false;
    if (this.resting) this.rested();
  }

  /** For the successor: asks the last link once all earlier consumers have been served. */
  pollFor(successor: Wakeable): Poll<T> {
    this.successor = successor;
    if (this.consumers.size > 0 || this.pulling || this.serving) return WAIT;
    if (!this.over) {
      this.successor = undefined; // it is not to be woken while it polls
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

  /** Forgets a failure that nobody will be told of. */
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

  /** True: the consumer wants another one at once. */
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
    if (this.exit !== undefined) this.hurry(); // it was left by its own consumer
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

  /** Tells everyone who still asks, once the first of them is not busy. */
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
