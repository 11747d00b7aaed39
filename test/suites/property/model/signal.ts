// An AbortSignal and those who wait on it. An abort takes all of them out of their lines before anybody moves up.
import { got } from "./outcome.ts";
import type { Party } from "./party.ts";
import type { World } from "./world.ts";

interface Watch {
  readonly party: Party;
  /** The case of a select that happens; `undefined` for one that the abort ends. */
  readonly arm: number | undefined;
}

export class Signal {
  aborted = false;
  reason: unknown = undefined;
  private readonly world: World;
  private watches: Watch[] = [];

  constructor(world: World) {
    this.world = world;
  }

  watch(party: Party, arm?: number): void {
    this.watches.push({ party, arm });
  }

  unwatch(party: Party): void {
    this.watches = this.watches.filter((watch) => watch.party !== party);
  }

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (let watch = this.watches.shift(); watch !== undefined; watch = this.watches.shift()) {
      const { party, arm } = watch;
      party.leave();
      if (arm === undefined) party.aborted(reason);
      else party.happened(arm, got(reason));
    }
    this.world.tidy();
  }
}
