/** A trace as lines of text. */
import { checkEvents } from "./given.ts";
import { phraseOf } from "./phrases.ts";
import type { TraceEvent } from "./types.ts";

/**
 * Converts events to a table of text with one line for each event: its number, the task, the action, the channel, the
 * channel's size after it, and the place in the program. Times are left out, so that the same program yields the same
 * text.
 *
 * @example
 * ```ts
 * import { channel } from "sluice";
 * import { task, toText, trace } from "sluice/trace";
 *
 * using running = trace();
 * const words = channel<string>(0, { name: "words" });
 * task("speaker", () => words.send("hello"));
 * task("listener", () => words.receive());
 * const [, second = ""] = toText(running.events).split("\n");
 * console.log(second.trim().replace(/ {2,}/g, " | ").split(" | ", 4).join()); // 2,speaker,waits to send "hello",words
 * ```
 */
export function toText(events: readonly TraceEvent[]): string {
  checkEvents(events);
  const rows = events.map((event) => [
    `${event.sequence}`,
    event.task,
    phraseOf(event).told,
    event.channel.title,
    `${event.size}/${event.channel.capacity}`,
    event.site === undefined ? "" : shortSite(event.site),
  ]);
  const columns = ["padStart", "padEnd", "padEnd", "padEnd", "padEnd", "padEnd"] as const;
  const widths = columns.map((_, column) =>
    rows.reduce((width, row) => Math.max(width, (row[column] as string).length), 0)
  );
  const line = (row: string[]) =>
    row.map((cell, column) => cell[columns[column] as "padEnd"](widths[column] as number));
  return rows.map((row) => line(row).join("  ").trimEnd()).join("\n");
}

/** Shortens the URL of a place to `07-workers.ts:12`. */
function shortSite(site: string): string {
  return site.slice(site.lastIndexOf("/") + 1);
}
