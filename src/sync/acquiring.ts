/** To acquire permits as a select case. */
import { OfferedCase } from "../core/case.ts";
import type { Waiting } from "../core/line.ts";
import { WAIT } from "../core/polled.ts";
import type { Got } from "../core/types.ts";
import type { Permit } from "./governor.ts";
import type { Permits } from "./permits.ts";

export class Acquiring extends OfferedCase<Got<Permit>> {
  private readonly permits: Permits;
  private readonly weight: number;

  constructor(permits: Permits, weight: number) {
    super();
    this.permits = permits;
    this.weight = weight;
  }

  attempt(): Permit | typeof WAIT {
    return this.permits.attempt(this.weight) ?? WAIT;
  }

  enlist(waiter: Waiting): void {
    this.permits.enlist(waiter, this.weight);
  }

  readyFor(): boolean {
    return this.weight <= this.permits.available;
  }
}
