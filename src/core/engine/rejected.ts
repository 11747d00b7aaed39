/** How a promise is rejected by those who kept only its `resolve`. */
import { ended } from "./poll.ts";
import type { End } from "../types.ts";

/**
 * What to resolve a parked promise with, so that it rejects: a waiter need not keep a `reject` function, a third of its
 * memory, for what seldom happens. No promise in between rejects, which the runtime would have to hear of. It can serve
 * many: for a hundred thousand that are aborted at once, one for each took twice as long as the rest.
 */
export function rejected(error: unknown): PromiseLike<never> {
  return { then: (_, reject) => reject?.(error) as never };
}

/** The same for an end that may come behind a rejection: it takes as long, a hop more than what is given as it is. */
export const endInTurn: PromiseLike<End> = { then: (fulfill) => fulfill?.(ended()) as never };
