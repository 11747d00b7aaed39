/** The end of a link that ends before the links above it do: they are stopped first. */
import { END, type Failure, type Link, rouse, WAIT } from "./link.ts";

/** Why links are stopped when those below have all they want. */
export const ENOUGH = { reason: undefined, failed: false };

export class EarlyEnd {
  private pending = false;
  private failure: Failure | undefined = undefined;

  /** `wait` is what stopping gave. `link` wakes the one below when it is over. */
  constructor(wait: Promise<void> | undefined, link: Link<unknown>) {
    if (wait === undefined) return;
    this.pending = true;
    const over = () => {
      this.pending = false;
      rouse(link.down);
    };
    wait.then(over, (error) => {
      this.failure = { error };
      over();
    });
  }

  /** What the link's `poll` gives from now on. */
  poll(): typeof END | typeof WAIT {
    if (this.pending) return WAIT;
    if (this.failure !== undefined) throw this.failure.error;
    return END;
  }
}
