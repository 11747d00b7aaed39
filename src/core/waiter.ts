/**
 * Parked operations: how they are told, and the two plain ones that can be aborted.
 *
 * Every operation that waits is its `try` form plus a place in a line (`Line` is where all of them park and leave).
 * Whoever serves a line tells those whom it takes out through here: `answer`, `accept` or `refuse`. A waiter in a line
 * is always live: whoever takes it out tells it, exactly once.
 */
import type { Leavable, Line, Resolve, Waiter, Waiting } from "./line.ts";
import { rejected } from "./rejected.ts";
import { Abortable } from "./signal.ts";
import { wake } from "./turn.ts";

/** True if the one who was just taken out of a line may be served; a foreign turn may have been settled elsewhere. */
export function claims(waiting: Waiting): boolean {
  return typeof waiting === "function" || waiting.claim();
}

/** Takes out the first one who may be served. */
export function claimFirst(line: Line): Waiting | undefined {
  while (line.count > 0) {
    const waiting = line.shift();
    if (claims(waiting)) return waiting;
  }
  return undefined;
}

/** Serves a claimed receiver. */
export function answer(receiver: Waiting, done: boolean, value: unknown): void {
  if (typeof receiver === "function") wake(receiver, { done, value });
  else receiver.settle(done, value);
}

/** Tells a claimed sender that its value was accepted. */
export function accept(sender: Waiting): void {
  if (typeof sender === "function") wake(sender, undefined);
  else sender.settle(false, undefined);
}

/** Rejects a claimed operation of either side. */
export function refuse(waiting: Waiting, error: unknown): void {
  if (typeof waiting === "function") wake(waiting, rejected(error));
  else waiting.fail(error);
}

/** What an operation can park in. */
export type Parking = Pick<Line, "push">;

/** Parks a plain operation, one that nothing but the line can end. */
export function park<R>(line: Parking, value: unknown): Promise<R> {
  const promise = new Promise<R>(grasp);
  line.push(resolver(), value);
  return promise;
}

type Kind = new (resolve: Resolve) => AbortableOperation;

/** Parks an operation that a signal can end, which is not aborted yet. */
export function parkAbortable<R>(line: Parking, value: unknown, signal: AbortSignal, kind: Kind): Promise<R> {
  const promise = new Promise<R>(grasp);
  const operation = new kind(resolver());
  operation.watch(signal);
  line.push(operation, value);
  return promise;
}

let grasped: Resolve | undefined;

/** The executor of every parked promise: no closure for each. `resolver()` then gives the promise's `resolve`. */
export function grasp(resolve: Resolve): void {
  grasped = resolve;
}

/** What `grasp` has just been given. It is not kept here: that would keep alive whoever waits. */
export function resolver(): Resolve {
  const resolve = grasped as Resolve;
  grasped = undefined;
  return resolve;
}

export abstract class AbortableOperation extends Abortable implements Waiter {
  line: Leavable | undefined = undefined;
  seat = 0;
  protected readonly resolve: Resolve;

  constructor(resolve: Resolve) {
    super();
    this.resolve = resolve;
  }

  abstract settle(done: boolean, value: unknown): void;

  claim(): boolean {
    this.unwatch();
    return true;
  }

  fail(error: unknown): void {
    wake(this.resolve, rejected(error));
  }

  protected aborted(_reason: unknown, rejection: PromiseLike<never>): void {
    const line = this.line as Leavable;
    this.line = undefined;
    line.remove(this.seat);
    this.resolve(rejection); // at once: one signal may abort a hundred thousand
  }
}

/** A waiting `send` with a signal. */
export class Send extends AbortableOperation {
  settle(): void {
    wake(this.resolve, undefined);
  }
}

/** A waiting `receive` with a signal. */
export class Receive extends AbortableOperation {
  settle(done: boolean, value: unknown): void {
    wake(this.resolve, { done, value });
  }
}
