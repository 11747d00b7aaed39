// What a loop does that never really waits.
import * as turn from "../../src/core/turn.ts";

type Turn = typeof turn;
type Breathe = (...given: Parameters<Turn["starving"]>) => Promise<void> | undefined;

/** What a loop of that copy of the library must wait for before it goes on, if the event loop is to have its turn. */
export function breathing({ starving, pause }: Turn): Breathe {
  return (...given) => starving(...given) ? pause() : undefined;
}

export const breathe: Breathe = breathing(turn);

/** Keeps the event loop from its turn until everyone is to wait for that. */
export function starve(): void {
  while (breathe() === undefined);
}
