/** Which of several cases happens: one of the ready ones, all equally likely, or the first as written. */
import type { OwnCase } from "./case.ts";
import { type Polled, WAIT } from "./polled.ts";

/** `undefined` is a case that is switched off. */
export type MaybeCase = OwnCase | undefined;

/** The index of the case that the last successful `attemptOne` took. */
export let taken = 0;

/**
 * Has one of the ready cases happen, if there is one, and sets `taken`.
 *
 * All are asked first whether they are ready: to choose among `n` takes `n - 1` random numbers, not one for each case.
 * Where that cannot be told, or what was ready is not there after all, they are attempted in random order.
 */
export function attemptOne(cases: readonly MaybeCase[], priority: boolean): Polled<unknown> {
  const index = chosen(cases, priority);
  if (index === NONE) return WAIT;
  if (index !== UNSURE) {
    const polled = (cases[index] as OwnCase).attempt();
    if (polled !== WAIT) {
      taken = index;
      return polled;
    }
  }
  return attemptInOrder(cases, priority);
}

const NONE = -1;
const UNSURE = -2;

/** The index of a ready case: the `n`-th that is found takes the place of the one before with a chance of one in `n`. */
function chosen(cases: readonly MaybeCase[], priority: boolean): number {
  let choice = NONE;
  let count = 0;
  for (let index = 0; index < cases.length; index++) {
    const known = cases[index];
    if (known === undefined) continue;
    const ready = known.ready();
    if (ready === undefined) return UNSURE;
    if (!ready) continue;
    if (priority) return index;
    if (++count === 1 || draw(0, count) === 0) choice = index;
  }
  return choice;
}

function attemptInOrder(cases: readonly MaybeCase[], priority: boolean): Polled<unknown> {
  const order = [...cases.keys()];
  for (let position = 0; position < order.length; position++) {
    const other = priority ? position : draw(position, order.length);
    const index = order[other] as number;
    order[other] = order[position] as number;
    const known = cases[index];
    const polled = known === undefined ? WAIT : known.attempt();
    if (polled === WAIT) continue;
    taken = index;
    return polled;
  }
  return WAIT;
}

/** One of `from`, …, `to - 1`, all equally likely. */
export function draw(from: number, to: number): number {
  return from + Math.floor(Math.random() * (to - from));
}
