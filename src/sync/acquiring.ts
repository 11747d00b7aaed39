/** A select case that acquires a permit. */
import { OperationCase } from "../core/waiting/case-protocol.ts";
import type { Parked } from "../core/waiting/wait-queue.ts";
import { WAIT } from "../core/engine/poll.ts";
import { printed } from "../core/engine/printed.ts";
import type { Got } from "../core/types.ts";
import type { Permit } from "./governor.ts";
import type { PermitQueue } from "./permit-queue.ts";

export class Acquiring extends OperationCase<Got<Permit>> {
  static {
    printed(this.prototype, "Case", (it) => [`acquiring ${it.weight}`]);
  }

  private readonly turnstile: PermitQueue;
  private readonly weight: number;

  constructor(turnstile: PermitQueue, weight: number) {
    super();
    this.turnstile = turnstile;
    this.weight = weight;
  }

  ready(): boolean {
    return this.readyFor();
  }

  attempt(): Permit | typeof WAIT {
    return this.turnstile.attempt(this.weight) ?? WAIT;
  }

  enlist(waiter: Parked): void {
    this.turnstile.enlist(waiter, this.weight);
  }

  readyFor(): boolean {
    return this.turnstile.gives(this.weight);
  }
}
