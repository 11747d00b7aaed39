// The guide to backpressure, docs/backpressure.md: its programs, each of which prints lines of `what: figure`, and the
// tables made of these. The programs run with a clock of their own, so that the figures are those of the program and not
// of the machine.
import { seeded, withRandom } from "./dice.ts";
import { turn } from "./host.ts";
import { withTimers } from "./timers.ts";

/** Where the programs are: `NAME-before.ts` and `NAME-after.ts`. */
export const folder = "examples/guide";

export type Version = "before" | "after";

/** A row of a chapter's table: what was measured, and what each version has of it. */
export interface Row extends Readonly<Record<Version, string>> {
  readonly what: string;
}

/** Runs the two programs of a chapter, and gives what they print. */
export async function figures(name: string): Promise<Row[]> {
  const before = await printed(`${name}-before.ts`);
  const after = await printed(`${name}-after.ts`);
  const whats = before.map(([what]) => what);
  const same = whats.join() === after.map(([what]) => what).join();
  if (!same) throw new Error(`Cannot compare: the programs of "${name}" print different things`);
  return whats.map((what = "", index) => ({ what, before: before[index]?.[1] ?? "", after: after[index]?.[1] ?? "" }));
}

/** Runs a program by the clock of `withTimers`, which jumps from timer to timer. */
async function printed(file: string): Promise<string[][]> {
  const { log } = console;
  const { now } = Date;
  const lines: string[] = [];
  console.log = (line: string) => void lines.push(line);
  Date.now = () => START;
  try {
    await withRandom(seeded(1), () =>
      withTimers(async (timers) => {
        let over = false;
        const run = import(new URL(`../../${folder}/${file}`, import.meta.url).href).finally(() => over = true);
        while (!over) {
          await turn();
          timers.next();
        }
        await run;
      }));
  } finally {
    Date.now = now;
    console.log = log;
  }
  return lines.map((line) => line.split(": "));
}

/** At the begin of a second, so that what a program says to be by the second is. */
const START = 1_000_000_000_000;

const markers = /<!-- (program|figures): (\S+) -->\n\n[\s\S]*?\n\n<!-- end of \1 -->/g;

/** The page with what stands between its markers made anew. */
export async function filled(
  page: string,
  fill: Readonly<Record<"program" | "figures", (name: string) => string | Promise<string>>>,
): Promise<string> {
  let text = page;
  for (const [found, kind = "", name = ""] of page.matchAll(markers)) {
    const content = await fill[kind as keyof typeof fill](name);
    text = text.replace(found, () => `<!-- ${kind}: ${name} -->\n\n${content}\n\n<!-- end of ${kind} -->`);
  }
  return text;
}

/** As a page shows a program. */
export function block(code: string): string {
  return `\`\`\`ts ignore\n${code}\`\`\``;
}

/** As a page shows what was measured. */
export function table(rows: readonly Row[]): string {
  const cells = [["", "before", "after"], ...rows.map(({ what, before, after }) => [what, before, after])];
  const widths = ["", "", ""].map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
