/** The end of a link that ends before the links above it, which are stopped first. */
import { END, type Failure, type Link, rouse, WAIT } from "./link.ts";

/** The exit of links whose consumers want no more values. */
export const ENOUGH = { reason: undefined, failed: false };

export class EarlyEnd {
  private pending = false;
  private failure: Failure | undefined = undefined;

  /** `wait` is the result of the stop. `link` wakes the one below when the stop is done. */
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

  /** The result of the link's `poll` from now on. */
  poll(): typeof END | typeof WAIT {
    if (this.pending) return WAIT;
    if (this.failure !== undefined) throw this.failure.error;
    return END;
  }
}
