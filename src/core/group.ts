/**
 * The cases of one select, of which exactly one happens.
 *
 * ```
 *  attempt  look at the cases in random order; the first that can go, goes
 *  park     one arm for each case
 *  claim    whoever claims one arm takes them all out of their lines, before anyone is told
 * ```
 *
 * Holds: an arm in a line is live; while no method runs, all arms of a group are parked, or none is.
 */
import { changes, report } from "./afterwards.ts";
import { shown, signalOf } from "./arguments.ts";
import { type OwnCase, receivingCase } from "./case.ts";
import { ForeignCase } from "./cases.ts";
import type { Leavable, Waiter } from "./line.ts";
import { type Polled, WAIT } from "./polled.ts";
import { Abortable } from "./signal.ts";
import type { SelectOptions } from "./select-types.ts";

export type Key = string | number;

export abstract class Group extends Abortable {
  protected readonly keys: readonly Key[];
  /** The cases as they stand now; `undefined` for one that is switched off. */
  protected readonly cases: (OwnCase | undefined)[] = [];
  protected readonly signal: AbortSignal | undefined;
  /** Which case the last successful `attempt` took. */
  protected index = 0;
  private readonly priority: boolean;
  private order: number[] | undefined = undefined;
  private arms: Arm[] | undefined = undefined;
  private parked = false;
  /** How many operations had ended when the cases were looked at. */
  private changesSeen = 0;

  constructor(keys: readonly Key[], options: SelectOptions | undefined) {
    super();
    if (keys.length === 0) throw new TypeError("cases must hold at least one case");
    this.keys = keys;
    this.signal = signalOf(options);
    this.priority = options?.priority === true;
  }

  /** The waiting select ends: a case happened. */
  abstract won(index: number, done: boolean, value: unknown): void;
  /** The waiting select ends: a case failed. */
  abstract lost(error: unknown): void;

  protected get isParked(): boolean {
    return this.parked;
  }

  /** Has one of the ready cases happen, if there is one: at random, or the first as written. Sets `index`. */
  protected attempt(): Polled<unknown> {
    const { cases, priority } = this;
    this.changesSeen = changes;
    const order = priority ? undefined : this.order ??= upTo(cases.length);
    for (let position = 0; position < cases.length; position++) {
      const index = order === undefined ? position : draw(order, position);
      const known = cases[index];
      const polled = known === undefined ? WAIT : known.attempt();
      if (polled === WAIT) continue;
      this.index = index;
      return polled;
    }
    return WAIT;
  }

  /**
   * Gets in line everywhere. Only when `attempt` has just said no. Throws what a case throws, with all lines left.
   *
   * Foreign cases come first, since their code may change anything; if it did, our own are looked at again at the end.
   * Foreign ones look for themselves when they park: only they can tell this select's own arms from others.
   */
  protected park(): void {
    this.parked = true;
    this.arms ??= this.keys.map((_, index) => new Arm(this, index));
    try {
      if (this.signal?.aborted) throw this.signal.reason;
      if (this.signal !== undefined) this.watch(this.signal);
      if (this.cases.some(isForeign)) this.enlist(true);
      this.enlist(false);
      if (changes !== this.changesSeen) { for (const known of this.cases) known?.recheck?.(); }
    } catch (error) {
      if (this.claim()) throw error;
      report(error); // a case happened before this one threw
    }
  }

  private enlist(foreign: boolean): void {
    const arms = this.arms as Arm[];
    for (let index = 0; index < arms.length && this.parked; index++) {
      const known = this.cases[index];
      if (known === undefined || isForeign(known) !== foreign) continue;
      const arm = arms[index] as Arm;
      known.enlist(arm);
      if (!this.parked) arm.leave(); // it happened while it got in line
    }
  }

  /** True for exactly one arm, once all have left their lines. */
  claim(): boolean {
    if (!this.parked) return false;
    this.parked = false;
    this.unwatch();
    const arms = this.arms as Arm[];
    for (let index = 0; index < arms.length; index++) (arms[index] as Arm).leave();
    return true;
  }
}

/** One case's place in line. */
export class Arm implements Waiter {
  line: Leavable | undefined = undefined;
  seat = 0;
  readonly asks = false;
  readonly select: Group;
  private readonly index: number;

  constructor(select: Group, index: number) {
    this.select = select;
    this.index = index;
  }

  leave(): void {
    const { line } = this;
    if (line === undefined) return;
    this.line = undefined;
    line.remove(this.seat);
  }

  claim(): boolean {
    return this.select.claim();
  }

  settle(done: boolean, value: unknown): void {
    this.select.won(this.index, done, value);
  }

  fail(error: unknown): void {
    this.select.lost(error);
  }
}

/** The keys and the cases that a user wrote. */
export function keysAndCases(cases: unknown): readonly [readonly Key[], readonly unknown[]] {
  if (typeof cases !== "object" || cases === null || receivingCase in cases) {
    const given = typeof cases === "object" && cases !== null ? "a channel" : shown(cases);
    throw new TypeError(`cases must be an object or an array of cases, not ${given}`);
  }
  return Array.isArray(cases) ? [upTo(cases.length), cases] : [Object.keys(cases), Object.values(cases)];
}

function isForeign(known: OwnCase | undefined): boolean {
  return known instanceof ForeignCase;
}

/** 0, 1, 2, … */
function upTo(length: number): number[] {
  const numbers: number[] = [];
  for (let number = 0; number < length; number++) numbers.push(number);
  return numbers;
}

/** The next index of a random permutation (Fisher and Yates), made as far as it is needed. */
function draw(order: number[], position: number): number {
  const other = position + Math.floor(Math.random() * (order.length - position));
  const index = order[other] as number;
  order[other] = order[position] as number;
  order[position] = index;
  return index;
}
