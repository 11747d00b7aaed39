/** A promise as a case of a `select`. */
import { flush } from "../engine/hooks.ts";
import { type Poll, WAIT } from "../engine/poll.ts";
import { LocalCase } from "../waiting/case-protocol.ts";
import { WaitQueue } from "../waiting/wait-queue.ts";
import { answer, claimFirst, refuse } from "../waiting/waiter.ts";
import type { Arm } from "./arms.ts";

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
    flush();
  }
}

const promiseCases = new WeakMap<PromiseLike<unknown>, PromiseCase>();

export function promiseCase(promise: PromiseLike<unknown>): PromiseCase {
  let known = promiseCases.get(promise);
  if (known === undefined) promiseCases.set(promise, known = new PromiseCase(promise));
  return known;
}
