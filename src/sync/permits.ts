/** Counts permits, free and held. */
import { dispose } from "../core/engine/dispose.ts";
import { type Notes, printed } from "../core/engine/printed.ts";
import type { Permit } from "./governor.ts";
import { PermitQueue } from "./permit-queue.ts";

export class Permits extends PermitQueue {
  /** The number of permits. It is less than the number held after `resize` has made it smaller. */
  total: number;
  protected held = 0;

  constructor(total: number) {
    super();
    this.total = total;
  }

  /** The largest weight that `attempt` would grant now. */
  get available(): number {
    return this.line.count > 0 ? 0 : Math.max(0, this.total - this.held);
  }

  /** How many permits are held, out of how many, and how many calls wait. */
  get notes(): Notes {
    return [`${this.held}/${this.total}`, this.crowd];
  }

  resize(total: number): void {
    this.total = total;
    this.changed();
  }

  giveBack(weight: number): void {
    this.held -= weight;
    this.changed();
  }

  protected override fits(weight: number): boolean {
    return weight <= this.total - this.held;
  }

  protected override take(weight: number): void {
    this.held += weight;
  }

  protected override permit(weight: number): Permit {
    return new HeldPermit(this, weight);
  }
}

class HeldPermit implements Permit {
  static {
    printed(this.prototype, "Permit", (it) => [it.from === undefined ? "released" : "held"]);
  }

  private from: Permits | undefined;
  private readonly weight: number;

  constructor(from: Permits, weight: number) {
    this.from = from;
    this.weight = weight;
  }

  release(): void {
    const { from } = this;
    this.from = undefined;
    from?.giveBack(this.weight);
  }

  [dispose](): void {
    this.release();
  }
}
