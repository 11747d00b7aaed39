/** A trace as a sequence diagram of Mermaid (https://mermaid.js.org/syntax/sequenceDiagram.html). */
import { checkEvents } from "./given.ts";
import { phraseOf } from "./phrases.ts";
import type { TracedChannel, TraceEvent } from "./types.ts";

/**
 * The events as a Mermaid sequence diagram, which GitHub and many others draw: tasks and channels side by side, and what
 * goes between them, from top to bottom. Dotted arrows wait; what ends with a cross came to nothing, or ends something.
 * Places and times are left out, so that the same program gives the same text.
 *
 * Where there is a lot, take a part of the events: more than fifty are hard to read.
 *
 * @example
 * ```ts
 * import { channel } from "sluice";
 * import { task, toMermaid, trace } from "sluice/trace";
 *
 * using running = trace();
 * const words = channel<string>(0, { name: "words" });
 * task("speaker", () => words.send("hello"));
 * task("listener", () => words.receive());
 * const [title, ...lines] = toMermaid(running.events).split("\n").map((line) => line.trim());
 * console.log(title); // sequenceDiagram
 * console.log(lines.at(-2)); // channel1->>task2: "hello"
 * ```
 */
export function toMermaid(events: readonly TraceEvent[]): string {
  checkEvents(events);
  const participants = new Participants();
  const messages = events.filter(({ kind }) => kind !== "make").map((event) => message(event, participants));
  return ["sequenceDiagram", ...participants.lines, ...messages].join("\n  ");
}

/** Those between whom something goes on, in the order in which they turn up. */
class Participants {
  readonly lines: string[] = [];
  private readonly tasks: string[] = [];
  private readonly channels = new Set<number>();

  task(title: string): string {
    if (!this.tasks.includes(title)) this.lines.push(`actor task${this.tasks.push(title)} as ${escaped(title)}`);
    return `task${this.tasks.indexOf(title) + 1}`;
  }

  channel({ id, title, capacity }: TracedChannel): string {
    if (!this.channels.has(id)) {
      this.lines.push(`participant channel${id} as ${escaped(title)}<br/>capacity ${capacity}`);
    }
    this.channels.add(id);
    return `channel${id}`;
  }
}

function message(event: TraceEvent, participants: Participants): string {
  const { drawn, way, arrow } = phraseOf(event);
  if (way === "inside") return `Note over ${participants.channel(event.channel)}: ${escaped(drawn)}`;
  if (way === "in") {
    const task = participants.task(event.task);
    return `${task}${arrow}${participants.channel(event.channel)}: ${escaped(drawn)}`;
  }
  const channel = participants.channel(event.channel);
  return `${channel}${arrow}${participants.task(event.task)}: ${escaped(drawn)}`;
}

/** A line end would end the message, and so would a semicolon; a hash begins a character by its number. */
function escaped(text: string): string {
  return text.replace(/[#;<>\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => `#${character.codePointAt(0)};`);
}
