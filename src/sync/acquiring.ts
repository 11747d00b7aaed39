/** To acquire permits as a select case. */
import { tidy } from "../core/afterwards.ts";
import { type LentCase, parkTurn } from "../core/case.ts";
import type { Waiting } from "../core/line.ts";
import type { Case, Turn } from "../core/select-types.ts";
import type { Got } from "../core/types.ts";
import type { Permit } from "./governor.ts";
import type { Permits } from "./permits.ts";

export class Acquiring implements LentCase, Case<Got<Permit>> {
  private readonly permits: Permits;
  private readonly weight: number;

  constructor(permits: Permits, weight: number) {
    this.permits = permits;
    this.weight = weight;
  }

  attempt(): Got<Permit> | undefined {
    const permit = this.permits.attempt(this.weight);
    return permit && { done: false, value: permit };
  }

  enlist(waiter: Waiting): void {
    this.permits.enlist(waiter, this.weight);
  }

  readyFor(): boolean {
    return this.weight <= this.permits.available;
  }

  poll(): Got<Permit> | undefined {
    const got = this.attempt();
    tidy();
    return got;
  }

  park(turn: Turn<Got<Permit>>): () => void {
    return parkTurn(this, () => this.poll(), turn);
  }
}
