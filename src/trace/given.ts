/** Checks the traces and events given as arguments. */
import { isRevoked, membersOf, shown } from "../core/engine/arguments.ts";
import { isPhrase } from "./phrases.ts";
import type { Trace, TraceEvent } from "./types.ts";

/** Throws a `TypeError` unless `given` holds the events of a trace, by shape. */
export function checkEvents(given: readonly TraceEvent[], name = "events"): void {
  checkAll(given, name, "an event", isEvent);
}

/** Throws a `TypeError` unless `given` is a trace, by shape. */
export function checkTrace(name: string, given: Pick<Trace, "events" | "waiting" | "stalled">): void {
  const { events, waiting, stalled } = membersOf(given);
  if (![events, waiting, stalled].every(isArray)) throw new TypeError(`${name} must be a trace, not ${shown(given)}`);
  checkEvents(events as readonly TraceEvent[], `${name}.events`);
  checkAll(waiting, `${name}.waiting`, "an operation", isOperation);
  checkAll(stalled, `${name}.stalled`, "a split", isSplit);
}

function checkAll(given: unknown, name: string, what: string, test: (entry: unknown) => boolean): void {
  if (!isArray(given)) throw new TypeError(`${name} must be an array, not ${shown(given)}`);
  for (const [index, entry] of given.entries()) {
    if (!test(entry)) throw new TypeError(`${name}[${index}] must be ${what} of a trace, not ${shown(entry)}`);
  }
}

function isArray(given: unknown): given is readonly unknown[] {
  return !isRevoked(given) && Array.isArray(given);
}

function isEvent(given: unknown): boolean {
  const { task, time, channel, kind, operation, outcome } = membersOf(given);
  return typeof task === "string" && typeof time === "number" && isChannel(channel) &&
    isPhrase(kind, operation, outcome);
}

function isOperation(given: unknown): boolean {
  const { task, operation, channel } = membersOf(given);
  return typeof task === "string" && (operation === "send" || operation === "receive") && isChannel(channel);
}

function isSplit(given: unknown): boolean {
  const { branches } = membersOf(given);
  return isArray(branches) && branches.every((branch) => typeof membersOf(branch)["held"] === "number");
}

function isChannel(given: unknown): boolean {
  const { id, title } = membersOf(given);
  return typeof id === "number" && typeof title === "string";
}
