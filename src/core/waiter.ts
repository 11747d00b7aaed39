/**
 * Parked operations: how they are told, and the two plain ones that can be aborted.
 *
 * Every operation that waits is its `try` form plus a place in a line. All that happens to it afterwards passes through
 * here: it is served (`answer`, `accept`), refused, or leaves by itself (its line's `remove`). A waiter in a line is
 * always live: whoever takes it out tells it, exactly once.
 */
import type { Leavable, Line, Resolve, Waiter, Waiting } from "./line.ts";
import { Abortable } from "./signal.ts";

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
  if (typeof receiver === "function") receiver({ done, value });
  else receiver.settle(done, value);
}

/** Tells a claimed sender that its value was accepted. */
export function accept(sender: Waiting): void {
  if (typeof sender === "function") sender(undefined);
  else sender.settle(false, undefined);
}

/** Rejects a claimed operation of either side. */
export function refuse(waiting: Waiting, error: unknown): void {
  if (typeof waiting === "function") waiting(rejected(error));
  else waiting.fail(error);
}

/**
 * A promise to resolve a parked one with, so that it rejects: a waiter need not keep a `reject` function, a third of
 * its memory, for what seldom happens. It counts as handled; the promise that it rejects does not.
 */
export function rejected(error: unknown): Promise<never> {
  const rejection = Promise.reject(error);
  rejection.catch(ignore);
  return rejection;
}

function ignore(): void {}

/** Parks a plain operation, one that nothing but the line can end. */
export function park<R>(line: Line, value: unknown): Promise<R> {
  const promise = new Promise<R>(grasp);
  line.push(grasped as Resolve, value);
  return promise;
}

type Kind = new (resolve: Resolve) => AbortableOperation;

/** Parks an operation that a signal can end. Throws the reason if user code has aborted it meanwhile. */
export function parkAbortable<R>(line: Line, value: unknown, signal: AbortSignal, kind: Kind): Promise<R> {
  if (signal.aborted) throw signal.reason;
  const promise = new Promise<R>(grasp);
  const operation = new kind(grasped as Resolve);
  operation.watch(signal);
  line.push(operation, value);
  return promise;
}

/** The executor of every parked promise, which leaves its `resolve` in `grasped`: no closure for each. */
export let grasped: Resolve | undefined;
export function grasp(resolve: Resolve): void {
  grasped = resolve;
}

export abstract class AbortableOperation extends Abortable implements Waiter {
  line: Leavable | undefined = undefined;
  seat = 0;
  protected readonly resolve: Resolve;
  readonly asks = false;

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
    this.resolve(rejected(error));
  }

  protected aborted(reason: unknown): void {
    const line = this.line as Leavable;
    this.line = undefined;
    line.remove(this.seat);
    this.fail(reason);
  }
}

/** A waiting `send` with a signal. */
export class Send extends AbortableOperation {
  settle(): void {
    this.resolve(undefined);
  }
}

/** A waiting `receive` with a signal. */
export class Receive extends AbortableOperation {
  settle(done: boolean, value: unknown): void {
    this.resolve({ done, value });
  }
}
