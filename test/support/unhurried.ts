import { turn } from "./host.ts";

/**
 * Runs what must be done without a pause. When the machine itself pauses for some milliseconds, the breather takes that
 * for an event loop that starves; so it may fail for once, and is tried again with a loop that has just had its turn.
 */
export async function unhurried<R>(body: () => R | Promise<R>): Promise<R> {
  for (let attempt = 1; attempt < 10; attempt++) {
    await turn();
    try {
      return await body();
    } catch {
      // It may have been the pause.
    }
  }
  return body();
}
