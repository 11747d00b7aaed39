/** A trace as a Mermaid sequence diagram (https://mermaid.js.org/syntax/sequenceDiagram.html). */
import { checkEvents } from "./given.ts";
import { phraseOf } from "./phrases.ts";
import type { TracedChannel, TraceEvent } from "./types.ts";

/**
 * Converts events to a Mermaid sequence diagram, which GitHub and other tools draw: tasks and channels next to each
 * other, and their exchanges from top to bottom. A dotted arrow is a wait. An arrow that ends with a cross failed, or
 * ends something. Places and times are left out, so that the same program yields the same text.
 *
 * For a long trace, pass a part of the events: more than fifty are hard to read.
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

/** The tasks and channels of the diagram, in the order of their appearance. */
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

/** A line break would end the message, and so would a semicolon; a hash starts a character code. */
function escaped(text: string): string {
  return text.replace(/[#;<>\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => `#${character.codePointAt(0)};`);
}
