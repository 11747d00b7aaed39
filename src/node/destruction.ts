/** What a stream of Node is destroyed by. */
import { isRevoked, shown } from "../core/engine/arguments.ts";
import { OnAbort } from "../core/engine/abort.ts";
import { ignore } from "../flow/link.ts";

/** Calls `leave` with the reason when the signal aborts, or at once. Gives what ends the waiting for it. */
export function leaveOn(signal: AbortSignal | undefined, leave: (reason: unknown) => void): () => void {
  if (signal === undefined) return ignore;
  if (!signal.aborted) {
    const watch = new OnAbort(signal, leave);
    return () => watch.unwatch();
  }
  leave(signal.reason);
  return ignore;
}

/**
 * What to destroy a stream with: what it failed with. Node takes whatever is false for no error at all, and what was cut
 * off would look like the end, so that becomes one.
 */
export function errorFor(error: unknown, what: string): Error {
  return error && !isRevoked(error)
    ? error as Error
    : new Error(`Cannot go on: ${what} with ${shown(error)}`, { cause: error });
}
