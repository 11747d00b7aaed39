// Pages that show programs: behind `<!-- FILE -->` stands a block with the text of that file, behind
// `<!-- output of NAME -->` one with what the pair of that name prints.
import { read } from "../../test/support/project.ts";
import { recorded } from "./go-pairs.ts";

/** A page with the programs as they are now. */
export function withPrograms(page: string): string {
  return page.replace(/^<!-- (examples\/\S+|output of \S+) -->\n\n?```[^]*?^```$/gm, (_, what) => {
    return `<!-- ${what} -->\n\n${shown(what)}`;
  });
}

/** What a page shows. */
export function shownOn(page: string): string[] {
  return [...page.matchAll(/^<!-- (examples\/\S+|output of \S+) -->$/gm)].map(([, what = ""]) => what);
}

function shown(what: string): string {
  const [, name] = /^output of (.*)$/.exec(what) ?? [];
  if (name !== undefined) {
    return block("text", recorded().printed[name]?.join("\n") ?? `(nothing recorded for ${name})`);
  }
  return what.endsWith(".go") ? block("go", read(what)) : block("ts ignore", read(what));
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
