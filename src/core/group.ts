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
import { shown, signalOf } from "./arguments.ts";
import type { OwnCase } from "./case.ts";
import { ForeignCase, ownCase } from "./cases.ts";
import type { Leavable, Waiter } from "./line.ts";
import { Abortable } from "./signal.ts";
import type { End, Got, SelectOptions } from "./types.ts";

export type Key = string | number;

export abstract class Group extends Abortable {
  /** The keys and the cases as the user wrote them. */
  readonly keys: readonly Key[];
  protected readonly given: readonly unknown[];
  /** The cases as they stand now; `undefined` for one that is switched off. */
  protected readonly cases: (OwnCase | undefined)[] = [];
  protected readonly signal: AbortSignal | undefined;
  /** What the last successful `attempt` gave, and which case gave it. */
  protected result: Got<unknown> | End | undefined = undefined;
  protected index = 0;
  private readonly priority: boolean;
  private order: number[] | undefined = undefined;
  private arms: Arm[] | undefined = undefined;
  private parked = false;

  constructor(cases: unknown, options: SelectOptions | undefined) {
    super();
    if (typeof cases !== "object" || cases === null) {
      throw new TypeError(`cases must be an object or an array, not ${shown(cases)}`);
    }
    this.keys = Array.isArray(cases) ? Array.from(cases.keys()) : Object.keys(cases);
    this.given = Array.isArray(cases) ? cases : Object.values(cases);
    if (this.keys.length === 0) throw new TypeError("cases must hold at least one case");
    this.signal = signalOf(options);
    this.priority = options?.priority === true;
  }

  /** The waiting select ends: a case happened. */
  abstract won(index: number, done: boolean, value: unknown): void;
  /** The waiting select ends: a case failed. */
  abstract lost(error: unknown): void;

  /** Reads the case at `index` anew. */
  protected read(index: number, given: unknown): void {
    this.cases[index] = ownCase(given, this.keys[index] as Key);
  }

  /** Has one of the ready cases happen, if there is one: at random, or the first as written. */
  protected attempt(): boolean {
    const { cases, priority } = this;
    const order = priority ? undefined : this.order ??= Array.from(cases.keys());
    for (let position = 0; position < cases.length; position++) {
      const index = order === undefined ? position : draw(order, position);
      const result = cases[index]?.attempt();
      if (result === undefined) continue;
      this.index = index;
      this.result = result;
      return true;
    }
    return false;
  }

  /** Gets in line everywhere. Only when `attempt` has just said no. Throws what a case throws, with all lines left. */
  protected park(): void {
    this.parked = true;
    if (this.signal !== undefined) this.watch(this.signal);
    this.arms ??= this.cases.map((_, index) => new Arm(this, index));
    try {
      if (this.cases.some(isForeign)) this.parkForeign();
      this.enlist((known) => !isForeign(known));
    } catch (error) {
      this.claim();
      throw error;
    }
  }

  /** Foreign code may change anything: so it comes first, and then everything else is looked at again. */
  private parkForeign(): void {
    this.enlist(isForeign);
    for (const [index, known] of this.cases.entries()) {
      if (!this.parked) return;
      if (isForeign(known)) continue;
      const result = known?.attempt();
      if (result !== undefined && this.claim()) return this.won(index, result.done, result.value);
    }
  }

  private enlist(which: (known: OwnCase | undefined) => boolean): void {
    for (const arm of this.arms as Arm[]) {
      if (!this.parked) return;
      const known = this.cases[arm.index];
      if (known === undefined || !which(known)) continue;
      known.enlist(arm);
      if (!this.parked) arm.leave(); // it happened while it got in line
    }
  }

  /** True for exactly one arm, once all have left their lines. */
  claim(): boolean {
    if (!this.parked) return false;
    this.parked = false;
    this.unwatch();
    for (const arm of this.arms as Arm[]) arm.leave();
    return true;
  }
}

/** One case's place in line. */
export class Arm implements Waiter {
  line: Leavable | undefined = undefined;
  seat = 0;
  readonly asks = false;
  readonly index: number;
  private readonly group: Group;

  constructor(group: Group, index: number) {
    this.group = group;
    this.index = index;
  }

  leave(): void {
    const { line } = this;
    if (line === undefined) return;
    this.line = undefined;
    line.remove(this.seat);
  }

  claim(): boolean {
    return this.group.claim();
  }

  settle(done: boolean, value: unknown): void {
    this.group.won(this.index, done, value);
  }

  fail(error: unknown): void {
    this.group.lost(error);
  }
}

function isForeign(known: OwnCase | undefined): boolean {
  return known instanceof ForeignCase;
}

/** The next index of a random permutation (Fisher and Yates), made as far as it is needed. */
function draw(order: number[], position: number): number {
  const other = position + Math.floor(Math.random() * (order.length - position));
  const index = order[other] as number;
  order[other] = order[position] as number;
  order[position] = index;
  return index;
}
