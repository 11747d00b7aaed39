/**
 * Makes a loop that never has to wait yield to the event loop from time to time.
 *
 * Holds: a loop that has yielded then continues, at least once and for about a millisecond, even if another such loop
 * has used up the time since. Otherwise the first loop would starve the others.
 */
import { clock, starving, yieldToLoop } from "../core/engine/event-loop.ts";
import { rouse, type Wakeable } from "./link.ts";

/** The least time for each loop between two yields, in milliseconds. */
const SHARE = 1;

/**
 * Until when loops continue although others must yield. A loop that has yielded grants this time to all the breathers
 * it goes through: they would otherwise wait for each other's share, and none would get its own.
 */
let granted = 0;

export class Breather {
  private waiting = false;
  /** It has yielded, and not continued since. */
  private due = false;

  /** Whether the loop must yield. If so, `next` is woken when it can continue; once, however often this is called. */
  stops(next: Wakeable): boolean {
    if (!starving()) {
      this.due = false;
      return false;
    }
    if (this.goesOn()) return false;
    if (!this.waiting) this.wait(next);
    return true;
  }

  private goesOn(): boolean {
    const now = clock();
    const end = now + SHARE;
    granted = this.due ? end : Math.min(granted, end); // never later, even when the clock steps back
    this.due = false;
    return now <= granted;
  }

  private wait(next: Wakeable): void {
    this.waiting = true;
    yieldToLoop().then(() => {
      this.waiting = false;
      this.due = true;
      rouse(next);
    });
  }
}
