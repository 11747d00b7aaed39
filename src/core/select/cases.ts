/** What can stand in a `select` besides our own channels and timers: signals, promises, and foreign cases. */
import { finishLater, quietly, tidy } from "../engine/hooks.ts";
import { shown } from "../engine/arguments.ts";
import { LocalCase, selectOfTurn } from "../waiting/case-protocol.ts";
import type { Arm } from "./arms.ts";
import { type Leavable, WaitQueue } from "../waiting/wait-queue.ts";
import { END, type Poll, WAIT } from "../engine/poll.ts";
import { Abortable } from "../engine/abort.ts";
import type { Case, Turn } from "../select-types.ts";
import type { End, Got } from "../types.ts";
import { answer, claimFirst, refuse } from "../waiting/waiter.ts";

/** Happens when the signal aborts, or has. */
export class SignalCase extends LocalCase {
  private readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    super();
    this.signal = signal;
  }

  override get once(): boolean {
    return true;
  }

  ready(): boolean {
    return this.signal.aborted;
  }

  attempt(): Poll<unknown> {
    return this.signal.aborted ? this.signal.reason : WAIT;
  }

  enlist(arm: Arm): void {
    const { aborted, reason } = this.signal;
    if (aborted && arm.claim()) return arm.settle(false, reason); // by another case, since it was looked at
    const watching = new Watching(arm);
    watching.watch(this.signal);
    arm.line = watching;
  }
}

/** An arm's place on a signal. */
class Watching extends Abortable implements Leavable {
  private readonly arm: Arm;

  constructor(arm: Arm) {
    super();
    this.arm = arm;
  }

  remove(): void {
    this.unwatch();
  }

  protected aborted(reason: unknown): void {
    this.arm.line = undefined;
    if (this.arm.claim()) this.arm.settle(false, reason); // another case may be leaving, and that have aborted it
  }
}

/**
 * Happens when the promise is fulfilled. All selects on one promise share one reaction and one line, which they leave:
 * `Promise.race` would add a reaction each time, for as long as the promise lives.
 *
 * Whether a promise is settled cannot be seen from outside: a select learns it a hop after it first met the promise.
 */
class PromiseCase extends LocalCase {
  private state: "pending" | "fulfilled" | "rejected" = "pending";
  private outcome: unknown = undefined;
  private readonly line = new WaitQueue();

  constructor(promise: PromiseLike<unknown>) {
    super();
    Promise.resolve(promise).then(
      (value) => this.settle("fulfilled", value),
      (error) => this.settle("rejected", error),
    );
  }

  override get once(): boolean {
    return true;
  }

  ready(): boolean {
    return this.state !== "pending";
  }

  attempt(): Poll<unknown> {
    if (this.state === "pending") return WAIT;
    if (this.state === "rejected") throw this.outcome;
    return this.outcome;
  }

  enlist(arm: Arm): void {
    this.line.push(arm, undefined);
  }

  private settle(state: "fulfilled" | "rejected", outcome: unknown): void {
    this.state = state;
    this.outcome = outcome;
    for (let arm = claimFirst(this.line); arm !== undefined; arm = claimFirst(this.line)) {
      if (state === "fulfilled") answer(arm, false, outcome);
      else refuse(arm, outcome);
    }
    tidy();
  }
}

const promiseCases = new WeakMap<PromiseLike<unknown>, PromiseCase>();

export function promiseCase(promise: PromiseLike<unknown>): PromiseCase {
  let known = promiseCases.get(promise);
  if (known === undefined) promiseCases.set(promise, known = new PromiseCase(promise));
  return known;
}

/** A case through the public protocol: a user's own, or one of another copy of the library. */
export class ForeignCase extends LocalCase {
  private readonly foreign: Case<Got<unknown> | End>;
  private readonly happensOnce: boolean;

  constructor(foreign: Case<Got<unknown> | End>) {
    super();
    this.foreign = foreign;
    this.happensOnce = foreign.once === true;
  }

  override get once(): boolean {
    return this.happensOnce;
  }

  ready(): undefined {
    return undefined;
  }

  attempt(): Poll<unknown> {
    const result = this.foreign.poll();
    if (result === undefined) return WAIT;
    const { done, value } = checkedResult(result);
    return done ? END : value;
  }

  enlist(arm: Arm): void {
    const turn = new OneTurn(arm);
    const leave = this.park(turn);
    const place = {
      remove: () => {
        turn.over = true;
        finishLater(place);
      },
      finish: () => void quietly(leave), // user code: it runs when no line is half changed, and before the next round
    };
    arm.line = place;
  }

  private park(turn: OneTurn): () => void {
    try {
      const leave = this.foreign.park(turn);
      if (typeof leave === "function") return leave;
      throw new TypeError(`park() of a Case must give a function, not ${shown(leave)}`);
    } catch (error) {
      turn.over = true; // it has no way to leave
      throw error;
    }
  }
}

/** What one foreign case holds of one round of a select. Dead once the arm has left. */
class OneTurn implements Turn<Got<unknown> | End> {
  over = false;
  private claimed = false;
  private readonly arm: Arm;

  constructor(arm: Arm) {
    this.arm = arm;
  }

  get [selectOfTurn](): unknown {
    return this.arm.select;
  }

  readonly claim = (): boolean => {
    if (this.over || this.claimed) return false;
    this.claimed = this.arm.claim();
    tidy(); // the case may take its time to settle
    return this.claimed;
  };

  readonly settle = (result: Got<unknown> | End): void => {
    this.end();
    try {
      const { done, value } = checkedResult(result);
      this.arm.settle(done, value);
    } catch (error) {
      this.arm.fail(error);
    }
    tidy();
  };

  readonly fail = (error: unknown): void => {
    this.end();
    this.arm.fail(error);
    tidy();
  };

  private end(): void {
    if (!this.claimed) throw new Error("Cannot settle a select: claim() was not asked, or said no");
    this.claimed = false;
    this.over = true;
  }
}

function checkedResult(result: Got<unknown> | End): Got<unknown> | End {
  if (typeof result === "object" && result !== null) return { value: result.value, done: result.done === true } as End;
  throw new TypeError(`a Case must give { done, value }, not ${shown(result)}`);
}
