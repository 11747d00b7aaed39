/** A report of the tasks that wait for each other. */
import { circle } from "./circle.ts";
import { checkTrace } from "./given.ts";
import type { StalledSplit, Trace, WaitingOperation } from "./types.ts";

/**
 * Describes the operations of a trace that wait now: each one with its channel and the place where that was created. It
 * adds the branches of a `tee` or another split that are delayed by a branch that is not read, and a circle of tasks
 * that wait for each other, if there is one. The circle is found in the events that the trace has kept.
 *
 * Returns an empty text when no operation waits.
 *
 * @example
 * ```ts
 * import { channel } from "sluice";
 * import { task, toReport, trace } from "sluice/trace";
 *
 * using running = trace();
 * const [ping, pong] = [channel<string>(0, { name: "ping" }), channel<string>(0, { name: "pong" })];
 * task("Ann", () => ping.send("hello").then(() => pong.receive()));
 * task("Bob", () => pong.send("hello").then(() => ping.receive()));
 * const lines = toReport(running).split("\n");
 * console.log(lines[0]); // 2 operations wait:
 * console.log(lines[1]?.trim().slice(0, 33)); // Ann waits to send "hello" to ping
 * ```
 */
export function toReport(running: Pick<Trace, "events" | "waiting" | "stalled">): string {
  checkTrace("running", running);
  const { waiting, stalled } = running;
  const lines = waiting.map(operationLine);
  if (waiting.length > 0) lines.unshift(`${waiting.length} operation${waiting.length === 1 ? " waits" : "s wait"}:`);
  const tasks = circle(running);
  if (tasks.length > 0) lines.push("These wait for each other:", `  ${[...tasks, tasks[0]].join(" -> ")}`);
  return [...lines, ...stalled.flatMap(splitLines)].join("\n");
}

function operationLine({ task, site, operation, value, channel }: WaitingOperation): string {
  const deed = operation === "send" ? `send ${value} to ${channel.title}` : `receive from ${channel.title}`;
  return `  ${task} waits to ${deed}${at(" at", site)}${at("; the channel was made at", channel.site)}`;
}

function splitLines({ site, branches }: StalledSplit): string[] {
  const lines = branches.map(({ held, waits }, index) => {
    const state = held === 0 ? "holds nothing" : `holds ${held === 1 ? "an unread value" : `${held} unread values`}`;
    return `  branch ${index + 1} ${waits ? "waits for a value" : state}`;
  });
  return [`A flow was split${at(" at", site)}, and a branch that is not read holds up the others:`, ...lines];
}

function at(words: string, site: string | undefined): string {
  return site === undefined ? "" : `${words} ${site}`;
}
