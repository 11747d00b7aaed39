/**
 * A circle of tasks that wait for each other, found in what they have done so far.
 *
 * A channel does not say who will send to it, or receive from it, next; what a trace has seen is all there is to go by.
 * Whoever waits to receive waits for those who have sent to the channel; where none of these waits, for the last one who
 * took a value out: a channel that holds a token is a lock. Whoever waits to send, the other way round. Whoever waits in
 * a select waits for nobody, since it may go on by a case that the trace does not see, such as a timer.
 */
import type { Trace, TracedOperation, WaitingOperation } from "./types.ts";

type Seen = Pick<Trace, "events" | "waiting">;

/** The tasks of a circle, in the order in which each waits for the next; none if there is no circle. */
export function circle(seen: Seen): readonly string[] {
  const done = new Set<string>();
  for (const { task } of seen.waiting) {
    const found = from(task, [], seen, done);
    if (found.length > 0) return found;
  }
  return [];
}

/** Goes from a task to those it waits for, until one comes again. */
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

/** The tasks among those that wait of which one must go on before this operation can. */
function awaited({ task, operation, channel, select }: WaitingOperation, { events, waiting }: Seen): readonly string[] {
  if (select !== undefined) return [];
  const users = (wanted: TracedOperation) =>
    events.filter((event) => event.channel.id === channel.id && did(event, wanted)).map((event) => event.task);
  const asleep = new Set(waiting.map((wait) => wait.task));
  asleep.delete(task);
  const partners = users(operation === "send" ? "receive" : "send").filter((other) => asleep.has(other));
  return partners.length > 0 ? partners : users(operation).slice(-1).filter((last) => asleep.has(last));
}

/** Did somebody send, or receive, in this event? To begin to wait is not yet to do it, nor is to be told of an error. */
function did({ kind, operation, outcome }: Trace["events"][number], wanted: TracedOperation): boolean {
  return kind === wanted || (kind === "wake" && operation === wanted && outcome === "done");
}
