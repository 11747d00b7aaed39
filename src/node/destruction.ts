/** The error that a Node stream is destroyed with. */
import { isRevoked, shown } from "../core/engine/arguments.ts";
import { OnAbort } from "../core/engine/abort.ts";
import { ignore } from "../flow/link.ts";

/**
 * Calls `leave` with the reason when the signal aborts, at once if it already has. Returns a function that stops
 * watching the signal.
 */
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
 * Returns the error to destroy a stream with, made from the cause of its failure. Node treats a falsy error as no
 * error, so that a stream that failed would look ended; such a value becomes an `Error`.
 */
export function errorFor(error: unknown, what: string): Error {
  return error && !isRevoked(error)
    ? error as Error
    : new Error(`Cannot go on: ${what} with ${shown(error)}`, { cause: error });
}
