/**
 * The two case protocols. A `select` of this copy of the library parks its arms straight in our lines (`LocalCase`); a
 * foreign select, or ours on a foreign case, uses the public `Case` and `Turn`, which `TurnWaiter` fits to a line.
 */
import { callGuarded, flush } from "../engine/hooks.ts";
import { type Leavable, type Parked, type Waiter, type WaitQueue, waits } from "./wait-queue.ts";
import { type Poll, resultOf } from "../engine/poll.ts";
import type { Case, Turn } from "../select-types.ts";
import type { End, Got } from "../types.ts";

/** Makes a foreign receiver a case; shared by all copies and versions of the library. */
export const receivingCase: unique symbol = Symbol.for("sluice.receiving") as never;
/** Makes a foreign sender and a value a case; shared by all copies and versions of the library. */
export const sendingCase: unique symbol = Symbol.for("sluice.sending") as never;

/** Tells which select a turn belongs to, since a select has a turn for each case. */
export const selectOfTurn: unique symbol = Symbol.for("sluice.select") as never;

/** What only cases of this copy of the library refer to. */
const library = {};

/** A case of this copy of the library. */
export abstract class LocalCase {
  get library(): object {
    return library;
  }

  /** It can happen only once: a select loop then switches it off. */
  get once(): boolean {
    return false;
  }

  /** Would `attempt` say anything but "wait"? Runs no user code; `undefined`: only an attempt can tell. */
  abstract ready(): boolean | undefined;
  /** Does it now, if nothing has to be waited for. Throws what the case fails with. Leaves hooks to be run. */
  abstract attempt(): Poll<unknown>;
  /** Puts a waiter in line. Only when `attempt` has just said no. */
  abstract enlist(waiter: Parked): void;

  /** Puts in line a waiter that keeps its place while it wants nothing. Not where another waits for it to wait. */
  stand?(waiter: Waiter): void;

  /** User code ran since `attempt`: serves waiters that can proceed, before the operation ends. */
  recheck(): void {}
}

/** Does it belong to this copy of the library? `instanceof` would walk six prototypes: 40 % of a select of 64 on Node 20. */
export function isOwn(given: unknown): given is LocalCase {
  try {
    return given !== null && given !== undefined && (given as LocalCase).library === library;
  } catch {
    return false; // what cannot be read, such as a revoked Proxy
  }
}

/** A case that a foreign select can use, too. */
export abstract class SharedCase extends LocalCase {
  /** Would `attempt` find something that does not come from this select itself? */
  abstract readyFor(select: unknown): boolean;
}

/** One of our cases that is no receiver: others know it by the public protocol. */
export abstract class OperationCase<R extends Got<unknown> | End> extends SharedCase implements Case<R> {
  abstract override attempt(): Poll<R["value"]>;

  poll(): R | undefined {
    try {
      return resultOf(this.attempt()) as R | undefined;
    } finally {
      flush();
    }
  }

  park(turn: Turn<R>): () => void {
    return parkTurn(this, () => this.poll(), turn);
  }
}

/** Parks a foreign turn at one of our cases. It may have become ready since the foreign select polled it. */
export function parkTurn<R extends Got<unknown> | End>(
  own: SharedCase,
  poll: () => R | undefined,
  turn: Turn<R>,
): () => void {
  const waiter = new TurnWaiter(turn as Turn<never>);
  try {
    return parkWaiter(own, poll, waiter);
  } finally {
    flush();
  }
}

function parkWaiter(own: SharedCase, poll: () => Got<unknown> | End | undefined, waiter: TurnWaiter): () => void {
  if (!own.readyFor(waiter.select)) {
    own.enlist(waiter);
    return () => waiter.leave();
  }
  if (waiter.claim()) {
    try {
      const result = poll();
      if (result !== undefined) waiter.settle(result.done, result.value);
      else {
        own.enlist(committed(waiter)); // the other side was a dead foreign turn
        own.recheck(); // hooks have run since
      }
    } catch (error) {
      waiter.fail(error);
    }
  }
  return nothing;
}

function nothing(): void {}

/** Does anyone wait in the line but the arms of this select? */
export function hasOther(line: WaitQueue, select: unknown): boolean {
  const other = (waiting: Parked) => waits(waiting) && (selectOf(waiting) !== select || select === undefined);
  return line.find(other) !== undefined;
}

export function selectOf(waiting: Parked): unknown {
  return typeof waiting === "function" ? undefined : waiting.select;
}

/** A foreign select's place in one of our lines. What its turn throws is reported: the other side is not to blame. */
class TurnWaiter implements Waiter {
  line: Leavable | undefined = undefined;
  slot = 0;
  readonly asks = true;
  readonly select: unknown;
  private readonly turn: Turn<never>;

  constructor(turn: Turn<never> & { readonly [selectOfTurn]?: unknown }) {
    this.turn = turn;
    this.select = turn[selectOfTurn] ?? turn;
  }

  leave(): void {
    const { line } = this;
    this.line = undefined;
    line?.remove(this.slot);
    flush();
  }

  claim(): boolean {
    return callGuarded(() => this.turn.claim()) === true;
  }

  settle(done: boolean, value: unknown): void {
    callGuarded(() => this.turn.settle({ value, done } as never));
  }

  fail(error: unknown): void {
    callGuarded(() => this.turn.fail(error));
  }
}

/** What to put back in line for one that was claimed in vain: it can no longer leave, but will be served. */
export function committed(waiting: Parked): Parked {
  return typeof waiting === "function" || waiting instanceof Committed ? waiting : new Committed(waiting);
}

class Committed implements Waiter {
  line: Leavable | undefined = undefined;
  slot = 0;
  private readonly waiter: Waiter;

  constructor(waiter: Waiter) {
    this.waiter = waiter;
  }

  claim(): boolean {
    return true;
  }

  settle(done: boolean, value: unknown): void {
    this.waiter.settle(done, value);
  }

  fail(error: unknown): void {
    this.waiter.fail(error);
  }
}
