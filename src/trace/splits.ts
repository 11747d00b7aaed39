/**
 * The splits of a trace. It keeps those that have not ended, whoever else may have forgotten them: what nobody can go on
 * with is just what one looks for.
 */
import type { Split } from "../stages/pull/split.ts";
import type { StalledSplit } from "./types.ts";

export class Splits {
  private known: { readonly split: Split; readonly site: string | undefined }[] = [];
  /** How many may be known before those that have ended are looked for. */
  private many = 16;

  add(split: Split, site: string | undefined): void {
    this.known.push({ split, site });
    if (this.known.length < this.many) return;
    this.known = this.known.filter((one) => !one.split.closed);
    this.many = 2 * this.known.length + 16;
  }

  /** Those of which a branch waits while another has more than its buffer may hold. */
  get stalled(): readonly StalledSplit[] {
    const still = this.known.filter(({ split }) => !split.closed && split.waiting > 0 && split.behind > 0);
    return still.map(({ split, site }) => ({ site, branches: split.standing }));
  }

  /** How many it keeps. */
  get size(): number {
    return this.known.length;
  }
}
