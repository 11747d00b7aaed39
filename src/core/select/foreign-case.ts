/** A case through the public protocol, `poll()` and `park()`, as one of ours. */
import { shown } from "../engine/arguments.ts";
import { callGuarded, finishLater, flush } from "../engine/hooks.ts";
import { END, type Poll, WAIT } from "../engine/poll.ts";
import type { Case, Turn } from "../select-types.ts";
import type { End, Got } from "../types.ts";
import { LocalCase, selectOfTurn } from "../waiting/case-protocol.ts";
import type { Arm } from "./arms.ts";

/** A case of the user's own, or of another copy of the library. */
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
      finish: () => void callGuarded(leave), // user code: it runs when no line is half changed, and before the next round
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
    flush(); // the case may take its time to settle
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
    flush();
  };

  readonly fail = (error: unknown): void => {
    this.end();
    this.arm.fail(error);
    flush();
  };

  private end(): void {
    if (!this.claimed) throw new Error("Cannot settle a select: claim() was not called, or returned false");
    this.claimed = false;
    this.over = true;
  }
}

function checkedResult(result: Got<unknown> | End): Got<unknown> | End {
  if (typeof result === "object" && result !== null) return { value: result.value, done: result.done === true } as End;
  throw new TypeError(`a Case must give { done, value }, not ${shown(result)}`);
}
