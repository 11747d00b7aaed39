/**
 * For a loop that can go on for ever without a real wait: lets the event loop have its turn now and then.
 *
 * Holds: whoever has waited for that turn then goes on, at least once and for about a millisecond, even if another such
 * loop has used up all time since. Otherwise the first of them would starve the others.
 */
import { clock, pause, starving } from "../core/engine/event-loop.ts";
import { rouse, type Wakeable } from "./link.ts";

/** The least time for each loop between two turns of the event loop, in milliseconds. */
const SHARE = 1;

/**
 * Until when loops go on though others must stop. Whoever has waited takes along all that it asks: a loop may go through
 * several breathers, which would otherwise wait for each other's share, and none ever have its own.
 */
let granted = 0;

export class Breather {
  private waiting = false;
  /** It has waited, and not gone on since. */
  private due = false;

  /** Must the loop stop here? Then `next` is woken when it can go on; once, however often it is asked. */
  stops(next: Wakeable): boolean {
    if (starving()) return this.waits(next);
    this.due = false;
    return false;
  }

  /** Apart from `stops`, which is short enough for engines to inline it thus. */
  private waits(next: Wakeable): boolean {
    if (this.goesOn()) return false;
    if (!this.waiting) this.wait(next);
    return true;
  }

  private goesOn(): boolean {
    const now = clock();
    const end = now + SHARE;
    granted = this.due ? end : Math.min(granted, end); // never longer, also when the clock steps back
    this.due = false;
    return now <= granted;
  }

  private wait(next: Wakeable): void {
    this.waiting = true;
    pause().then(() => {
      this.waiting = false;
      this.due = true;
      rouse(next);
    });
  }
}
