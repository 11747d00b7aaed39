// Both sides of the public case protocol, as others write them: cases for our selects, and selects for our channels.
import type { Case, End, Got, Receiver, Turn } from "sluice";

type Result = Got<unknown> | End;

/** What a probe does when it is asked; by default it is never ready. */
export interface Behaviour {
  poll?(): Result | undefined;
  park?(turn: Turn<Result>): void;
  leave?(): void;
}

/** A case that notes what is done to it, and what a test can make happen. */
export class Probe implements Case<Result> {
  polls = 0;
  leaves = 0;
  /** The turns it got, and those that have not left. */
  readonly turns: Turn<Result>[] = [];
  readonly waiting: Set<Turn<Result>> = new Set();
  private readonly behaviour: Behaviour;

  constructor(behaviour: Behaviour = {}) {
    this.behaviour = behaviour;
  }

  poll(): Result | undefined {
    this.polls++;
    return this.behaviour.poll?.();
  }

  park(turn: Turn<Result>): () => void {
    this.turns.push(turn);
    this.waiting.add(turn);
    this.behaviour.park?.(turn);
    return () => {
      this.leaves++;
      this.waiting.delete(turn);
      this.behaviour.leave?.();
    };
  }

  /** The newest turn. */
  get turn(): Turn<Result> {
    const turn = this.turns.at(-1);
    if (turn === undefined) throw new Error("Cannot give a turn: nobody has parked");
    return turn;
  }

  /** Has it happen for the first one in line who may take it. */
  happen(value: unknown): boolean {
    const turn = [...this.waiting].find((turn) => turn.claim());
    turn?.settle({ done: false, value });
    return turn !== undefined;
  }
}

/** What a foreign select sees of one of our receivers. */
export function receivingFrom<T>(receiver: Receiver<T>): Case<Got<T> | End> {
  const lent = receiver as unknown as { [key: symbol]: () => Case<Got<T> | End> };
  const receiving = lent[Symbol.for("sluice.receiving")];
  if (receiving === undefined) throw new Error("Cannot lend the receiver: it does not know the protocol");
  return receiving.call(receiver);
}

/** The same case seen through the public protocol alone, as another copy of the library sees it. */
export function lent<R extends Result>(own: Case<R>): Case<R> {
  return { poll: () => own.poll(), park: (turn) => own.park(turn) };
}

/** A turn of a select that was decided long ago and has not left. */
export function deadTurn(): Turn<Result> & { asked: number } {
  return {
    asked: 0,
    claim() {
      this.asked++;
      return false;
    },
    settle: misused,
    fail: misused,
  };
}

function misused(): never {
  throw new Error("Cannot settle a turn whose claim said no");
}

/** A select that another library might have written: first come in the order written, one turn for all its cases. */
export class ForeignSelect {
  /** What happened: a result, or what it failed with. */
  readonly result: Promise<Result>;
  /** Is it decided? */
  decided = false;
  /** Leaves all lines, as when it is aborted. */
  readonly leave: () => void;

  constructor(cases: readonly Case<Result>[]) {
    const leaving: (() => void)[] = [];
    this.leave = () => leaving.splice(0).forEach((leave) => leave());
    this.result = new Promise((resolve, reject) => {
      const turn: Turn<Result> = {
        claim: () => {
          if (this.decided) return false;
          this.decided = true;
          this.leave();
          return true;
        },
        settle: resolve,
        fail: reject,
      };
      for (const one of cases) {
        const result = one.poll();
        if (result === undefined) continue;
        this.decided = true;
        return resolve(result);
      }
      for (const one of cases) {
        const leave = one.park(turn);
        if (this.decided) return;
        leaving.push(leave);
      }
    });
  }
}
