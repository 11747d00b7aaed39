/**
 * The splits of a trace. It keeps every split that has not ended, even if the program has dropped it, because a split
 * that can never continue is what a user looks for.
 */
import type { Split } from "../stages/pull/split.ts";
import type { StalledSplit } from "./types.ts";

export class Splits {
  private known: { readonly split: Split; readonly site: string | undefined }[] = [];
  /** The number of splits at which those that have ended are removed. */
  private many = 16;

  add(split: Split, site: string | undefined): void {
    this.known.push({ split, site });
    if (this.known.length < this.many) return;
    this.known = this.known.filter((one) => !one.split.closed);
    this.many = 2 * this.known.length + 16;
  }

  /** The splits of which a branch waits while another holds more than its buffer's capacity. */
  get stalled(): readonly StalledSplit[] {
    const still = this.known.filter(({ split }) => !split.closed && split.waiting > 0 && split.behind > 0);
    return still.map(({ split, site }) => ({ site, branches: split.standing }));
  }

  /** The number of splits kept. */
  get size(): number {
    return this.known.length;
  }
}
