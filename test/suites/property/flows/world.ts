// All that a program has in common while it runs, and what is to be seen of it: who is at work, what became of every
// source, and whatever broke a law.
import { type Flow, OverflowError, Semaphore } from "sluice";
import { ticks } from "../../../support/test.ts";
import type { FakeTimers } from "../../../support/timers.ts";
import { Exits } from "./exits.ts";
import type { Pace } from "./pace.ts";
import type { Program } from "./program.ts";

export type Value = number | readonly Value[];

/** What functions go by. */
export function digest(value: Value): number {
  return typeof value === "number" ? value : value.reduce<number>((sum, part) => sum + digest(part), value.length);
}

/** What became of a source. */
export class Ledger {
  /** Values that it gave. */
  given = 0;
  opened = false;
  /** It is being released, and whoever did that has to wait. */
  leaving = false;
  /** It ended or failed by itself. */
  over = false;
  releases = 0;
  /** Has it to be released even if it was never opened? */
  owned = false;
  /** It cannot be watched, or is nobody's to release. */
  exempt = false;
  /** All stages are below it. */
  main = false;
  /** How many values it may have given by now (P1), and how many more, into a buffer of its own. */
  limit: () => number = () => Infinity;
  ahead = 0;
  private asking = false;
  private asks = 0;
  /** Nobody waits for an answer of it, not even one that is on its way. */
  private calm = true;
  /** The end has reached whoever asked. */
  private told = false;
  private readonly name: string;
  private readonly world: World;

  constructor(world: World, name: string) {
    this.world = world;
    this.name = name;
  }

  /** Somebody calls `next()`. */
  ask(): void {
    if (this.asking) this.blame("was asked before it had answered");
    if (this.over) this.blame("was asked after its end");
    if (this.releases > 0) this.blame("was asked after it was released");
    this.opened = this.asking = true;
    this.calm = false;
    this.asks++;
  }

  answer(): void {
    this.asking = false;
    const { asks } = this;
    ticks(10).then(() => this.calm = asks === this.asks);
  }

  give(): void {
    this.given++;
    this.answer();
    const limit = this.limit() + this.ahead;
    if (this.given > limit) this.blame(`gave ${this.given} values where ${limit} were wanted (P1)`);
  }

  /** An answer that is a promise takes some ticks to reach whoever asked. */
  end(at: "once" | "some ticks later"): void {
    this.over = true;
    this.answer();
    if (at === "once") this.told = true;
    else ticks(10).then(() => this.told = true);
  }

  /** `leaving`: whoever releases it has to wait for that, if it is not just being asked. */
  release(leaving = false): void {
    if (++this.releases > 1) this.blame("was released twice");
    if (this.told) this.blame("was released after its end");
    this.leaving = leaving && this.calm;
  }

  /** Whatever is above is to be left by now. */
  left(after: string): void {
    if (this.main && !this.exempt && this.opened && !this.over && this.releases === 0) {
      this.blame(`was not left when ${after} (P3, P4)`);
    }
  }

  /** At the very end. */
  close(): void {
    if (this.exempt || this.over) return;
    const wanted = this.opened || this.owned ? 1 : 0;
    if (this.releases !== wanted) this.blame(`was released ${this.releases} times instead of ${wanted}`);
  }

  blame(what: string): void {
    this.world.blame(`${this.name} ${what}`);
  }
}

/** A semaphore, and how many permits it has in all. */
export interface Budget {
  readonly semaphore: Semaphore;
  readonly permits: number;
}

export class World {
  readonly pace: Pace;
  readonly probed: boolean;
  /** Laws that were broken. */
  readonly problems: string[] = [];
  readonly ledgers: Ledger[] = [];
  /** Looked at, and done, at the very end. */
  readonly checks: (() => void)[] = [];
  readonly cleanups: (() => unknown)[] = [];
  /** For all stages that share one. */
  readonly shared: Budget;
  /** Some stage uses that one. */
  governs = false;
  readonly semaphores: Budget[] = [];
  /** How many functions of ours are at work. */
  running = 0;
  /** The consumer was told the end, the error, or that the exit is done. */
  over = false;
  /** How many values the consumer has asked for so far; `demand` knows better, if it can. */
  asked = 0;
  demand: () => number = () => Infinity;
  /** Calls of `next()` by somebody else, in order. */
  readonly stolen: Promise<IteratorResult<Value>>[] = [];
  /** Who has stopped the flow so far. */
  readonly exits: Exits = new Exits();
  /** The first number that no source gives yet. */
  numbers = 0;
  /** What calls of `next()` were told that were under way when the consumer left. */
  readonly others: unknown[] = [];
  /** The functions of all stages so far, from the top. */
  readonly works: { readonly name: string; readonly busy: boolean }[] = [];
  /** Calls of `next()`, in order. */
  readonly calls: Promise<IteratorResult<Value>>[] = [];
  private readonly timers: FakeTimers;
  private readonly errors = new Map<string, Error>();

  constructor({ probed, permits }: Program, pace: Pace, timers: FakeTimers) {
    this.timers = timers;
    this.probed = probed;
    this.pace = pace;
    this.shared = this.semaphore(permits);
  }

  /** Some stage waits for permits: one that has no room meanwhile does not see what fails above it. */
  get governed(): boolean {
    return this.governs || this.semaphores.length > 1;
  }

  semaphore(permits: number): Budget {
    const budget = { semaphore: new Semaphore(permits), permits };
    this.semaphores.push(budget);
    return budget;
  }

  /** The one error of that name. */
  error(name: string): Error {
    let error = this.errors.get(name);
    if (error === undefined) this.errors.set(name, error = new Error(name));
    return error;
  }

  /** Is it one of ours? */
  knows(error: unknown): boolean {
    return [...this.errors.values()].includes(error as Error) || error instanceof OverflowError;
  }

  ledger(name: string): Ledger {
    const ledger = new Ledger(this, name);
    this.ledgers.push(ledger);
    return ledger;
  }

  blame(what: string): void {
    if (this.problems.length < 20) this.problems.push(what);
  }

  /** Whatever is above all stages is to be left by now. */
  left(after: string): void {
    if (this.governed) return;
    for (const ledger of this.ledgers) ledger.left(after);
  }

  begin(name: string): void {
    if (this.over) this.blame(`${name} began after the end (P3, P4)`);
    this.running++;
  }

  finish(): void {
    this.running--;
  }

  /** The consumer was told. */
  told(what: string): void {
    if (!this.over && this.running > 0) this.blame(`${this.running} functions still ran ${what} (P3, P4)`);
    if (!this.over && this.timers.armed > 0) this.blame(`${this.timers.armed} timers were armed ${what} (P3, P4)`);
    if (!this.over && this.ledgers.some(({ leaving }) => leaving)) this.blame(`a source was being left ${what} (P4)`);
    this.over = true;
  }

  /** Calls `next()` by hand; one that is called within that comes later. */
  next(flow: Flow<Value>): Promise<IteratorResult<Value>> {
    this.asked++;
    const place = this.calls.length++;
    const answer = this.calls[place] = flow.next();
    answer.catch(() => {});
    return answer;
  }

  /** At the very end. */
  close(): void {
    for (const ledger of this.ledgers) ledger.close();
    for (const check of this.checks) check();
    for (const { semaphore, permits } of this.semaphores) {
      if (semaphore.available !== permits) this.blame(`${semaphore.available} of ${permits} permits came back (P2)`);
    }
  }
}
