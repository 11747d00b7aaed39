/**
 * The two case protocols. A `select` of this copy of the library parks its arms straight in our lines (`OwnCase`); a
 * foreign select, or ours on a foreign case, uses the public `Case` and `Turn`, which `TurnWaiter` fits to a line.
 */
import { report } from "./afterwards.ts";
import type { Leavable, Line, Waiter } from "./line.ts";
import type { Turn } from "./select-types.ts";
import type { End, Got } from "./types.ts";

/** Makes a foreign receiver a case; shared by all copies and versions of the library. */
export const receivingCase: unique symbol = Symbol.for("sluice.receiving") as never;
/** Makes a foreign sender and a value a case; shared by all copies and versions of the library. */
export const sendingCase: unique symbol = Symbol.for("sluice.sending") as never;

/** Marks a case that can happen only once, so that a foreign select loop switches it off afterwards. */
export const onlyOnce: unique symbol = Symbol.for("sluice.once") as never;

/** A case of this copy of the library. */
export interface OwnCase {
  /** It can happen only once: a select loop then switches it off. */
  readonly once?: boolean;
  /** Does it now, if nothing has to be waited for. Throws what the case fails with. Leaves hooks to be run. */
  attempt(): Got<unknown> | End | undefined;
  /** Puts a waiter in line. Only when `attempt` has just said no. */
  enlist(waiter: Waiter): void;
}

/** A case that a foreign select can use, too. */
export interface LentCase extends OwnCase {
  /** Would `attempt` find someone else than this turn's own waiters? */
  readyFor(turn: Turn<never>): boolean;
}

/** Parks a foreign turn at one of our cases. It may have become ready since the foreign select polled it. */
export function parkTurn<R extends Got<unknown> | End>(
  own: LentCase,
  poll: () => R | undefined,
  turn: Turn<R>,
): () => void {
  const waiter = new TurnWaiter(turn as Turn<never>);
  if (own.readyFor(turn as Turn<never>)) {
    if (!turn.claim()) return nothing;
    const result = poll();
    if (result !== undefined) {
      turn.settle(result);
      return nothing;
    }
    waiter.claimed = true; // the other side was a dead foreign turn: the select is ours now, and goes on waiting here
  }
  own.enlist(waiter);
  return () => waiter.leave();
}

function nothing(): void {}

/** Does anyone stand in the line but this turn's own waiters? */
export function hasOther(line: Line, turn: Turn<never>): boolean {
  for (const waiting of line) if (!(waiting instanceof TurnWaiter && waiting.turn === turn)) return true;
  return false;
}

/** A foreign select's place in one of our lines. What its turn throws is reported: the other side is not to blame. */
class TurnWaiter implements Waiter {
  line: Leavable | undefined = undefined;
  seat = 0;
  readonly asks = true;
  readonly turn: Turn<never>;
  claimed = false;

  constructor(turn: Turn<never>) {
    this.turn = turn;
  }

  leave(): void {
    const { line } = this;
    this.line = undefined;
    line?.remove(this.seat);
  }

  claim(): boolean {
    try {
      return this.claimed || this.turn.claim();
    } catch (error) {
      report(error);
      return false;
    }
  }

  settle(done: boolean, value: unknown): void {
    try {
      this.turn.settle({ done, value } as never);
    } catch (error) {
      report(error);
    }
  }

  fail(error: unknown): void {
    try {
      this.turn.fail(error);
    } catch (thrown) {
      report(thrown);
    }
  }
}
