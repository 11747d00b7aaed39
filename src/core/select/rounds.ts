/**
 * The cases of a select loop, of which one happens in each round.
 *
 * To look at a thousand channels in each round, and to stand in and leave as many lines, would cost as much for every
 * value. So an arm on a channel stands in line from round to round (`PersistentArm`), and the next round looks only at
 * cases that are *open*: those whose arm was called, or has left its line, and those that cannot stand: sends, timers,
 * signals, promises, foreign cases, and cases given as functions, which queue again each round.
 */
import { changes } from "../engine/hooks.ts";
import { booleanOf, isRevoked, signalOf } from "../engine/arguments.ts";
import type { LocalCase } from "../waiting/case-protocol.ts";
import { keyAt, keysOf, ownCase } from "./parse-cases.ts";
import { draw, type MaybeCase } from "./pick.ts";
import { WaitingSelect } from "./arms.ts";
import { type Poll, WAIT } from "../engine/poll.ts";
import { counted, printed } from "../engine/printed.ts";
import { PersistentArm } from "./persistent-arm.ts";
import { type Sweepable, sweepLater } from "../engine/sweep.ts";
import type { SelectOptions } from "../select-types.ts";

export abstract class LoopRounds extends WaitingSelect implements Sweepable {
  static {
    printed(this.prototype, "SelectLoop", (it) => [counted(it.cases.length, "case"), it.ended && "ended"]);
  }

  /** Which case the last successful `attempt` took. */
  protected index = 0;
  /** The round is being decided: cases are tried, or one has claimed it and not settled it yet. */
  protected deciding = false;
  /** No round comes any more. */
  protected ended = false;
  private readonly priority: boolean;
  /** The cases as they stand now. */
  private readonly cases: MaybeCase[] = [];
  private readonly functions: ((() => unknown) | undefined)[] = [];
  private readonly standing: (PersistentArm | undefined)[] = [];
  private standingCount = 0;
  /** The cases that queue again each round. */
  private readonly roaming: number[] = [];
  /** The cases that the next round has to look at. */
  private readonly open: number[] = [];
  private seen = 0;
  private toBeSwept = false;

  constructor(cases: unknown, options: SelectOptions | undefined) {
    super(keysOf(cases), signalOf(options));
    this.priority = booleanOf("options.priority", false, options?.priority);
    const given: unknown[] = this.keys === undefined ? cases as unknown[] : Object.values(cases as object);
    const known = new Set<MaybeCase>();
    for (let index = 0; index < given.length; index++) this.add(given[index], index, known);
  }

  /** Of a channel that stands here twice only one arm can keep its place; the other one would be behind it for ever. */
  private add(given: unknown, index: number, known: Set<MaybeCase>): void {
    const asked = typeof given === "function" && !isRevoked(given) ? given as () => unknown : undefined;
    const own = asked === undefined ? ownCase(given, keyAt(this.keys, index)) : undefined;
    this.functions.push(asked);
    this.cases.push(own);
    const stands = own?.stand !== undefined && !known.has(own);
    this.standing.push(stands ? new PersistentArm(this, index) : undefined);
    if (stands) this.standingCount++;
    else if (asked !== undefined || own !== undefined) this.roaming.push(index);
    if (asked !== undefined || own !== undefined) this.open.push(index);
    known.add(own);
  }

  /** Asks the functions for their cases of this round. */
  protected ask(): void {
    for (const index of this.roaming) {
      const asked = this.functions[index];
      if (asked !== undefined) this.cases[index] = ownCase(asked(), keyAt(this.keys, index));
    }
  }

  /**
   * Has one of the ready cases happen, if there is one: at random, or the first as written. Sets `index`. Those that are
   * not ready leave the open ones if they can stand in line; user code that runs then may open some again.
   */
  protected attempt(): Poll<unknown> {
    const { open } = this;
    this.seen = changes;
    let tried = 0;
    while (tried < open.length) {
      const position = this.pick(tried);
      const index = open[position] as number;
      const arm = this.standing[index];
      arm?.leave(); // another waiter may stand behind it
      const known = this.cases[index];
      const polled = known === undefined ? WAIT : known.attempt();
      if (polled !== WAIT) {
        this.index = index;
        return polled;
      }
      if (this.ended) break; // user code has left the loop
      if (arm === undefined) exchange(open, position, tried++);
      else this.stand(known as LocalCase, arm, position);
    }
    return WAIT;
  }

  /** The position of the open case to look at next. */
  private pick(tried: number): number {
    const { open } = this;
    if (open.length - tried === 1) return tried;
    if (!this.priority) return draw(tried, open.length);
    let first = tried;
    for (let position = tried + 1; position < open.length; position++) {
      if ((open[position] as number) < (open[first] as number)) first = position;
    }
    return first;
  }

  private stand(known: LocalCase, arm: PersistentArm, position: number): void {
    this.close(position);
    known.stand?.(arm);
    arm.joined();
    this.sweepSoon();
  }

  private close(position: number): void {
    const { open } = this;
    open[position] = open[open.length - 1] as number;
    open.pop();
  }

  reopen(arm: PersistentArm, index: number): void {
    if (arm.open) return;
    arm.open = true;
    this.open.push(index);
  }

  /** It cannot happen again; a function is still asked. */
  protected switchOff(index: number): void {
    this.cases[index] = undefined;
    if (this.functions[index] !== undefined) return;
    this.close(this.open.indexOf(index));
    const arm = this.standing[index];
    if (arm === undefined) return;
    arm.dismiss(); // a channel that lives longer must not keep the loop
    this.standing[index] = undefined;
    this.standingCount--;
  }

  protected switchOffIfDone(index: number): void {
    if (this.cases[index]?.once) this.switchOff(index);
  }

  /** Nothing is left that could happen. */
  protected get isOver(): boolean {
    return this.standingCount === 0 && this.roaming.every((index) => this.cases[index] === undefined);
  }

  /** Gets in line with those that do not stand there. Only when `attempt` has just said no. */
  protected parkRound(): void {
    this.park(this.roaming.map((index) => this.cases[index]), this.seen);
  }

  protected override indexAt(place: number): number {
    return this.roaming[place] as number;
  }

  override claim(): boolean {
    if (!this.isParked) return false;
    this.deciding = true; // before the others leave, which may be user code
    this.sweepSoon();
    return super.claim();
  }

  /** A loop that is not continued leaves all queues: a channel that lives longer must not keep it. */
  private sweepSoon(): void {
    if (this.toBeSwept) return;
    this.toBeSwept = true;
    sweepLater(this);
  }

  sweep(): void {
    this.toBeSwept = false;
    if (!this.isParked) this.dismissAll();
  }

  protected dismissAll(): void {
    for (const [index, arm] of this.standing.entries()) {
      if (arm === undefined) continue;
      arm.dismiss();
      this.reopen(arm, index);
    }
  }
}

function exchange(numbers: number[], one: number, other: number): void {
  const number = numbers[one] as number;
  numbers[one] = numbers[other] as number;
  numbers[other] = number;
}
