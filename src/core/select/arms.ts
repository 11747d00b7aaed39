/**
 * The cases of one select, of which exactly one happens, while it waits.
 *
 * ```
 *  park   one arm for each case
 *  claim  the claim of one arm takes all arms out of their queues, before any of them is answered
 * ```
 *
 * Holds: an arm in a line is live; while no method runs, all arms of a group are parked, or none is.
 */
import { changes, report } from "../engine/hooks.ts";
import type { LocalCase } from "../waiting/case-protocol.ts";
import type { MaybeCase } from "./pick.ts";
import type { Leavable, Waiter } from "../waiting/wait-queue.ts";
import { Abortable } from "../engine/abort.ts";

export abstract class WaitingSelect {
  protected readonly keys: readonly string[] | undefined;
  protected readonly signal: AbortSignal | undefined;
  private parked = false;
  /** The first of the arms, one for each case, made when this gets in line for the first time. */
  private arm: Arm | undefined = undefined;
  /** Its place on the signal, if there is one. */
  private interruption: AbortArm | undefined = undefined;

  constructor(keys: readonly string[] | undefined, signal: AbortSignal | undefined) {
    this.keys = keys;
    this.signal = signal;
  }

  /** The waiting select ends: a case happened. */
  abstract won(index: number, done: boolean, value: unknown): void;
  /** The waiting select ends: a case failed, or the signal aborted. */
  abstract lost(error: unknown): void;

  get isParked(): boolean {
    return this.parked;
  }

  /**
   * Gets in line everywhere. Only when an attempt at all cases has just said no; `seen` is what `changes` was before it.
   * Throws what a case throws, with all lines left.
   *
   * Foreign cases and functions of buffers are user code and may have changed anything, so our own are looked at again at
   * the end. Foreign ones look for themselves when they park: only they can tell this select's own arms from others.
   */
  park(cases: readonly MaybeCase[], seen: number): void {
    this.parked = true;
    try {
      if (this.signal !== undefined) this.watch(this.signal);
      let arm: Arm | undefined = undefined;
      for (let place = 0; place < cases.length && this.parked; place++) {
        arm = this.armAt(place, arm);
        const known = cases[place];
        if (known !== undefined) this.enlist(known, arm);
      }
      if (changes === seen) return;
      for (const known of cases) known?.recheck();
    } catch (error) {
      if (this.claim()) throw error;
      report(error); // a case happened before this one threw
    }
  }

  /** Which case it is that gets in line at this place. */
  protected indexAt(place: number): number {
    return place;
  }

  private watch(signal: AbortSignal): void {
    if (signal.aborted) throw signal.reason;
    (this.interruption ??= new AbortArm(this)).watch(signal);
  }

  private armAt(place: number, before: Arm | undefined): Arm {
    if (before === undefined) return this.arm ??= new Arm(this, this.indexAt(place));
    return before.next ??= new Arm(this, this.indexAt(place));
  }

  private enlist(known: LocalCase, arm: Arm): void {
    known.enlist(arm);
    if (!this.parked) arm.leave(); // it happened while it got in line
  }

  /** True for exactly one arm, once all have left their lines. */
  claim(): boolean {
    if (!this.parked) return false;
    this.parked = false;
    this.interruption?.unwatch();
    for (let { arm } = this; arm !== undefined; arm = arm.next) arm.leave();
    return true;
  }
}

/** One case's place in line. */
export class Arm implements Waiter {
  line: Leavable | undefined = undefined;
  slot = 0;
  /** The arm of the next case. (With an array of arms, `select-parked:2` takes 9 % more instructions on Node 20, 8 % on Bun.) */
  next: Arm | undefined = undefined;
  readonly select: WaitingSelect;
  protected readonly index: number;

  constructor(select: WaitingSelect, index: number) {
    this.select = select;
    this.index = index;
  }

  leave(): void {
    const { line } = this;
    if (line === undefined) return;
    this.line = undefined;
    line.remove(this.slot);
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

/** A select's place on its signal. Most have none, and then fit, all they are, into one object of JavaScriptCore's. */
class AbortArm extends Abortable {
  private readonly select: WaitingSelect;

  constructor(select: WaitingSelect) {
    super();
    this.select = select;
  }

  protected aborted(reason: unknown): void {
    this.select.claim();
    this.select.lost(reason);
  }
}
