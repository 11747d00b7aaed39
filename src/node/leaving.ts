/** How a stream of Node comes to its end early. */
import { shown } from "../core/arguments.ts";
import { Abortable } from "../core/signal.ts";

/** Leaves when a signal aborts. */
export class Leaving extends Abortable {
  protected readonly aborted: (reason: unknown) => void;

  constructor(leave: (reason: unknown) => void) {
    super();
    this.aborted = leave;
  }

  /** Waits for this signal, if there is one, or leaves at once. */
  on(signal: AbortSignal | undefined): void {
    if (signal?.aborted) this.aborted(signal.reason);
    else if (signal !== undefined) this.watch(signal);
  }
}

/**
 * What to destroy a stream with: what it failed with. Node takes whatever is false for no error at all, and what was cut
 * off would look like the end, so that becomes one.
 */
export function errorFor(error: unknown, what: string): Error {
  return error ? error as Error : new Error(`Cannot go on: ${what} with ${shown(error)}`, { cause: error });
}
