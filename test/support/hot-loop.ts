// What a loop does that never really waits.
import * as turn from "../../src/core/engine/event-loop.ts";

/** What it must wait for before it goes on after so many operations, if the event loop is to have its turn. */
type Breathe = (operations?: number, call?: turn.Call) => Promise<void> | undefined;

/** That of a copy of the library. */
export function breathing({ yieldWithin, yieldToLoop, spend, starving }: typeof turn): Breathe {
  return (operations = 1, call) => {
    if (call !== undefined) return yieldWithin(call, operations);
    spend(operations - 1);
    return starving() ? yieldToLoop() : undefined;
  };
}

export const breathe: Breathe = breathing(turn);

/** Keeps the event loop from its turn until everyone is to wait for that. */
export function starve(): void {
  while (breathe() === undefined);
}
