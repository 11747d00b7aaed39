/** Which of several cases happens: one of the ready ones, all equally likely, or the first as written. */
import { isOwn, type LocalCase } from "../waiting/case-protocol.ts";
import { type Poll, WAIT } from "../engine/poll.ts";

/** `undefined` is a case that is switched off. */
export type MaybeCase = LocalCase | undefined;

/** Only an attempt at all of them, made cases of our own, can tell. */
export const UNSURE: unique symbol = Symbol("unsure");

/**
 * The index of the case that the last successful attempt took. A variable of the module: when these functions make the hit
 * instead, `select-ready:2` takes 24 % more instructions on Node 20.
 */
export let taken = 0;

/** Has one of the ready cases happen, if there is one, and sets `taken`. */
export function attemptOne(cases: readonly MaybeCase[], priority: boolean): Poll<unknown> {
  const polled = attemptReady(cases, priority);
  return polled === UNSURE ? attemptInOrder(cases, priority) : polled;
}

/**
 * The same for what a user wrote. All are asked first whether they are ready: to choose among `n` takes `n - 1` random
 * numbers, not one for each case, and what belongs to us need not be made a case. (Of a select of 64 channels, one of them
 * ready, the latter saves a third on Node 20.) Where that cannot be told, or what was ready is not there after all, it is
 * `UNSURE`.
 */
export function attemptReady(given: readonly unknown[], priority: boolean): Poll<unknown> | typeof UNSURE {
  const index = chosen(given, priority);
  if (index === NOTHING) return WAIT;
  if (index === UNKNOWN) return UNSURE;
  const polled = (given[index] as LocalCase).attempt();
  if (polled === WAIT) return UNSURE;
  taken = index;
  return polled;
}

const NOTHING = -1;
const UNKNOWN = -2;

/** The index of a ready case: the `n`-th that is found takes the place of the one before with a chance of one in `n`. */
function chosen(given: readonly unknown[], priority: boolean): number {
  let choice = NOTHING;
  let count = 0;
  for (let index = 0; index < given.length; index++) {
    const each = given[index];
    if (each === undefined) continue;
    if (!isOwn(each)) return UNKNOWN;
    const ready = each.ready();
    if (ready === undefined) return UNKNOWN;
    if (ready && (++count === 1 || (!priority && draw(0, count) === 0))) choice = index;
  }
  return choice;
}

function attemptInOrder(cases: readonly MaybeCase[], priority: boolean): Poll<unknown> {
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
