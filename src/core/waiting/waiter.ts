/**
 * Parked operations: how they are told, and the two plain ones that can be aborted.
 *
 * Every operation that waits is its `try` form plus a place in a line (`WaitQueue` is where all of them park and leave).
 * Code that takes a waiter out of a queue answers it through `answer`, `accept` or `refuse`. A waiter in a queue
 * is always live, and is answered exactly once.
 */
import type { Leavable, Parked, Resolve, Waiter, WaitQueue } from "./wait-queue.ts";
import { rejected } from "../engine/rejected.ts";
import { Abortable } from "../engine/abort.ts";
import { wake } from "../engine/event-loop.ts";

/** True if the one who was just taken out of a line may be served; a foreign turn may have been settled elsewhere. */
export function claims(waiting: Parked): boolean {
  return typeof waiting === "function" || waiting.claim();
}

/** Takes out the first one who may be served. */
export function claimFirst(line: WaitQueue): Parked | undefined {
  while (line.count > 0) {
    const waiting = line.shift();
    if (claims(waiting)) return waiting;
  }
  return undefined;
}

/** Serves a claimed receiver. */
export function answer(receiver: Parked, done: boolean, value: unknown): void {
  if (typeof receiver === "function") wake(receiver, { value, done });
  else receiver.settle(done, value);
}

/** Tells a claimed sender that its value was accepted. */
export function accept(sender: Parked): void {
  if (typeof sender === "function") wake(sender, undefined);
  else sender.settle(false, undefined);
}

/** Rejects a claimed operation of either side. */
export function refuse(waiting: Parked, error: unknown): void {
  if (typeof waiting === "function") wake(waiting, rejected(error));
  else waiting.fail(error);
}

/** What an operation can park in. */
export type Parking = Pick<WaitQueue, "push">;

type Kind = new (resolve: Resolve) => AbortableOperation;

/**
 * Parks an operation. One without a signal is plain: nothing but the line can end it. The signal is not aborted yet.
 *
 * Where this is hot V8 makes neither the closure nor a `reject`, but only if it is a closure that is made here: one for
 * all, which hands each `resolve` out through a variable of the module, costs 10 % of `receive:0`.
 */
export function park<R>(line: Parking, value: unknown, signal: AbortSignal | undefined, kind: Kind): Promise<R> {
  let resolve!: Resolve;
  const promise = new Promise<R>((settle) => void (resolve = settle));
  if (signal === undefined) line.push(resolve, value);
  else {
    const operation = new kind(resolve);
    operation.watch(signal);
    line.push(operation, value);
  }
  return promise;
}

export abstract class AbortableOperation extends Abortable implements Waiter {
  line: Leavable | undefined = undefined;
  slot = 0;
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
    line.remove(this.slot);
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
    wake(this.resolve, { value, done });
  }
}
