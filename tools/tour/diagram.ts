// The diagram of a program: what its channels went through, and what it printed in between, as Mermaid draws it.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { toMermaid, type TraceEvent } from "sluice/trace";
import { read, root } from "../../test/support/project.ts";

/** What happened while a program ran. */
export interface Traced {
  readonly events: readonly TraceEvent[];
  readonly printed: readonly Printed[];
}

/** A line that a program printed. */
export interface Printed {
  readonly task: string;
  readonly text: string;
  /** So many events had happened before. */
  readonly behind: number;
}

/** So many arrows and notes are drawn; more are hard to read. */
const most = 40;

/** Runs a program in a process of its own, and gives its diagram. */
export function diagramOf(file: string): string {
  const words = ["--import", "./tools/typescript-hook.mjs", "tools/tour/traced.ts", file];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`${file} ended with status ${status}: ${stderr}`);
  return stdout.trimEnd();
}

/** Channels without a name get that of their variable; what Node does by itself is its own. */
export function named({ events, printed }: Traced, file: string): Traced {
  const source = read(file).split("\n");
  const titles = new Map<number, string>();
  for (const { kind, channel: { id, title, site = "" } } of events) {
    if (kind !== "make" || !/^channel \d+$/.test(title)) continue;
    const [, line] = /:(\d+)$/.exec(site) ?? [];
    const [, variable] = /(?:const|let) (\w+)/.exec(source[Number(line) - 1] ?? "") ?? [];
    if (variable !== undefined) titles.set(id, unlike([...titles.values()], variable));
  }
  const renamed = events.map((event) => ({
    ...event,
    task: event.site?.startsWith("node:") ? "Node" : event.task,
    channel: { ...event.channel, title: titles.get(event.channel.id) ?? event.channel.title },
  }));
  return { events: renamed, printed };
}

function unlike(others: readonly string[], title: string): string {
  const same = others.filter((other) => other.replace(/ \(\d+\)$/, "") === title).length;
  return same === 0 ? title : `${title} (${same + 1})`;
}

/** Arrows, and notes for what was printed, in the order of time, as far as they can be read. */
export function drawn({ events, printed }: Traced): string {
  const [title, ...lines] = toMermaid(events).split("\n");
  const isHead = (line: string) => /^ *(actor|participant) /.test(line);
  const heads = lines.filter(isHead);
  const arrows = lines.filter((line) => !isHead(line));
  const notes = printed.map(({ task, text, behind }) => ({
    before: events.slice(0, behind).filter(({ kind }) => kind !== "make").length, // no arrow shows how one is made
    line: `  Note over ${lane(heads, task)}: prints ${escaped(text)}`,
  }));
  const all = [...arrows.keys(), arrows.length].flatMap((at) => [
    ...notes.filter(({ before }) => before === at).map(({ line }) => line),
    ...arrows.slice(at, at + 1),
  ]);
  const rest = all.length - most;
  const last = rest > 0 ? [`  Note over ${lane(heads, "main")}: and so on: ${rest} more`] : [];
  return [title, ...heads, ...all.slice(0, most), ...last].join("\n");
}

/** The name of a task's lane in the diagram, which it gets if it has none. */
function lane(heads: string[], task: string): string {
  const known = heads.find((line) => line.endsWith(` as ${task}`));
  if (known !== undefined) return known.trim().split(" ")[1] ?? "";
  const name = `printer${heads.length}`;
  heads.push(`  actor ${name} as ${task}`);
  return name;
}

/** What would end the line, or begin a character by its number. */
function escaped(text: string): string {
  return text.replace(/[#;<>]/g, (character) => `#${character.codePointAt(0)};`).replaceAll("\n", "<br/>");
}
