/** What is left for one turn of the event loop, since whoever left is likely to come back at once. */
import { inNextTurn } from "./turn.ts";

/** Something that may be left idle: `sweep` takes it away, unless it is in use again by then. */
export interface Sweepable {
  sweep(): void;
}

let left: Sweepable[] = [];

/** Has it swept in the next turn of the event loop. */
export function sweepLater(something: Sweepable): void {
  left.push(something);
  if (left.length === 1) inNextTurn(sweepAll);
}

function sweepAll(): void {
  const all = left;
  left = [];
  for (const something of all) something.sweep();
}
