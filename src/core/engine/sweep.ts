/** Delays clean-up by one turn of the event loop, because an idle waiter usually returns at once. */
import { inNextTurn } from "./event-loop.ts";

/** Something that may be left idle: `sweep` takes it away, unless it is in use again by then. */
export interface Sweepable {
  sweep(): void;
}

let left: Sweepable[] = [];
/** How many have to be left until the next turn is asked for (once more). */
let due = 1;

/**
 * Has it swept in the next turn of the event loop. Asks for that more than once, but ever more seldom: on servers that run
 * each request for itself, the task that a request has asked for never comes once it has ended.
 */
export function sweepLater(something: Sweepable): void {
  left.push(something);
  if (left.length === due) {
    due *= 2;
    inNextTurn(sweepAll);
  }
}

function sweepAll(): void {
  const all = left;
  left = [];
  due = 1;
  for (const something of all) something.sweep();
}
