/**
 * The lower end of a chain of links: who wants values, and how they get them.
 *
 * Everyone who wants values is an *asker*; they are served one after the other. A flow that was given to another
 * pipeline has an *heir*, a link there, which is served when no asker is left.
 *
 * Holds: links are polled only as long as somebody asks; whoever still asks when it is over is told once all is at rest.
 */
import { Ring } from "../core/engine/ring.ts";
import { pause, starving } from "../core/engine/event-loop.ts";
import type { Consumer } from "./demand.ts";
import { END, type Exit, type Poll, rouse, WAIT, type Wakeable } from "./link.ts";
import { reasonOf, Run } from "./run.ts";

export class Chain<T> extends Run<T> {
  protected readonly askers: Ring<Consumer<T>> = new Ring();
  /** Whoever asks first is being dealt with: nobody is told anything before that. */
  private dealing = false;
  /** What the first asker does with the value that it got. */
  private busy: Promise<void> | undefined = undefined;
  private heir: Wakeable | undefined = undefined;

  override wake(): Wakeable | void {
    this.serve();
    if (this.askers.size === 0) return this.heir;
  }

  /** Gets in line, and is served. Where nothing is pulled any more, it counts for the runtime to breathe. */
  protected ask(asker: Consumer<T>): void {
    this.askers.push(asker);
    if (this.over && starving()) pause().then(() => this.goOn());
    else this.goOn();
  }

  /** Whether whoever asks now is the only one, and first to be served. */
  protected get free(): boolean {
    return this.askers.size === 0 && !this.over && !this.pulling && !this.dealing;
  }

  /** A value for one who asks while it is `free`. `WAIT`: they must `lead` the line now, whatever has happened. */
  protected attempt(): T | typeof WAIT {
    this.dealing = true;
    const value = this.pull();
    if (value === WAIT) return WAIT;
    this.dealing = false;
    if (this.askers.size > 0 || this.heir !== undefined) rouse(this);
    return value;
  }

  /** Gets in line before those whom functions of the pipeline made during the attempt. */
  protected lead(asker: Consumer<T>): void {
    this.askers.unshift(asker);
    this.dealing = false;
    if (this.resting) this.rested();
  }

  /** For the heir: asks the last link once all earlier askers have been served. */
  inherit(heir: Wakeable): Poll<T> {
    this.heir = heir;
    if (this.askers.size > 0 || this.pulling || this.dealing) return WAIT;
    if (!this.over) {
      this.heir = undefined; // it is not to be woken while it polls
      const value = this.pull();
      this.heir = heir;
      if (!this.over) return value;
    }
    if (!this.resting) return WAIT;
    if (this.exit !== undefined) throw reasonOf(this.exit);
    return END;
  }

  /** The heir wants no more. */
  abandon(exit: Exit): Promise<void> | undefined {
    this.heir = undefined;
    return this.halt(exit);
  }

  /** Forgets a failure that nobody will be told of. */
  protected forgive(): void {
    if (this.askers.size === 0) this.failure = undefined;
  }

  private serve(): void {
    while (this.askers.size > 0 && !this.over && !this.pulling && !this.dealing && this.busy === undefined) {
      const { first } = this.askers;
      let value: T | typeof WAIT;
      do {
        value = this.pull();
        if (value === WAIT) return;
      } while (this.hand(first, value));
    }
  }

  /** True: the asker wants another one at once. */
  private hand(asker: Consumer<T>, value: T): boolean {
    let more: boolean | Promise<void> = true;
    this.dealing = true;
    try {
      more = asker.take(value);
    } catch (error) {
      this.halt({ reason: error, failed: true });
    }
    if (more !== true) this.pass(more);
    this.dealing = false;
    if (this.over) this.goOn();
    return more === true && !this.over;
  }

  /** It wants no more, or not yet. Apart from `hand`: that is so short that V8 inlines more (a tenth of `map`'s cost). */
  private pass(more: false | Promise<void>): void {
    if (more === false) this.askers.shift();
    else this.waitForAsker(more);
  }

  private waitForAsker(busy: Promise<void>): void {
    this.busy = busy;
    if (this.exit !== undefined) this.hurry(); // it was left by its own asker
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
    if (this.busy !== undefined && this.exit !== undefined) this.askers.first.stop?.(reasonOf(this.exit));
  }

  /** Tells everyone who still asks, once the first of them is not busy. */
  protected override rested(): void {
    if (this.busy !== undefined || this.dealing) return;
    const { failure, exit } = this;
    if (failure !== undefined && this.askers.size > 0) {
      this.failure = undefined;
      this.askers.shift().fail(failure.error);
    }
    while (this.askers.size > 0) {
      const asker = this.askers.shift();
      if (exit === undefined) asker.end();
      else asker.cut(reasonOf(exit));
    }
    if (this.heir !== undefined) rouse(this.heir);
  }
}
