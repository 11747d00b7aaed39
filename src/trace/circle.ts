/**
 * Finds a circle of tasks that wait for each other, from what they have done so far.
 *
 * A channel does not know which task will send to it, or receive from it, next; only the trace of the past is
 * available. A receiver waits for the tasks that have sent to the channel. If none of these waits, it waits for the
 * last task that took a value out, because a channel that holds a token is a lock. A sender waits the other way round.
 * A select waits for no task, because it may continue by a case that the trace does not see, such as a timer.
 */
import type { Trace, TracedOperation, WaitingOperation } from "./types.ts";

type Seen = Pick<Trace, "events" | "waiting">;

/** The tasks of a circle, each of which waits for the next; empty if there is no circle. */
export function circle(seen: Seen): readonly string[] {
  const done = new Set<string>();
  for (const { task } of seen.waiting) {
    const found = from(task, [], seen, done);
    if (found.length > 0) return found;
  }
  return [];
}

/** Follows a task to those it waits for, until one repeats. */
function from(task: string, path: readonly string[], seen: Seen, done: Set<string>): readonly string[] {
  if (path.includes(task)) return path.slice(path.indexOf(task));
  if (done.has(task)) return [];
  done.add(task);
  const next = seen.waiting.filter((wait) => wait.task === task).flatMap((wait) => awaited(wait, seen));
  for (const other of next) {
    const found = from(other, [...path, task], seen, done);
    if (found.length > 0) return found;
  }
  return [];
}

/** The waiting tasks of which one must proceed before this operation can. */
function awaited({ task, operation, channel, select }: WaitingOperation, { events, waiting }: Seen): readonly string[] {
  if (select !== undefined) return [];
  const users = (wanted: TracedOperation) =>
    events.filter((event) => event.channel.id === channel.id && did(event, wanted)).map((event) => event.task);
  const asleep = new Set(waiting.map((wait) => wait.task));
  asleep.delete(task);
  const partners = users(operation === "send" ? "receive" : "send").filter((other) => asleep.has(other));
  return partners.length > 0 ? partners : users(operation).slice(-1).filter((last) => asleep.has(last));
}

/** Whether this event completed a send or a receive. The begin of a wait does not, and neither does an error. */
function did({ kind, operation, outcome }: Trace["events"][number], wanted: TracedOperation): boolean {
  return kind === wanted || (kind === "wake" && operation === wanted && outcome === "done");
}
