// Runs what the pages of docs show in turn: "before" and "after", "React" and "Vue". Such a block is a program that compiles,
// but what it declares is its reader's own; the test gives it that.
import { transform } from "esbuild";
import * as sluice from "sluice";
import * as node from "sluice/node";
import * as web from "sluice/web";
import { read } from "../../support/project.ts";

const library = { ...sluice, ...node, ...web };

/** A page, by its headings. */
export class Page {
  private readonly text: string;

  constructor(path: string) {
    this.text = read(path);
  }

  /** All blocks that are not run as they are. */
  get programs(): string[] {
    return blocks(this.text);
  }

  /** Every part of every block that is not run as it is, as `heading: first word`. */
  get parts(): string[] {
    return this.text.split(/^## /m).flatMap((section) => {
      const heading = section.split("\n", 1)[0] ?? "";
      return blocks(section).flatMap(words).map((word) => `${heading}: ${word}`);
    });
  }

  /** The code below `heading` that follows the comment which begins with this word, without imports and declarations. */
  part(heading: string, word: string): string {
    const section = this.text.split(/^## /m).find((section) => section.startsWith(`${heading}\n`));
    for (const block of blocks(section ?? "")) {
      const parts = block.split(BEGINNING);
      const index = parts.indexOf(word);
      if (index > 0) return (parts[index + 1] ?? "").replace(/^.*\n/, "").replace(/^(import|declare) .*\n/gm, "");
    }
    throw new Error(`Cannot find what follows "// ${word}" below "${heading}"`);
  }
}

const BEGINNING = /^\/\/ (before|after|reading|serving|React|Vue|Svelte)\b/m;

function blocks(section: string): string[] {
  return [...section.matchAll(/^```ts ignore\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
}

function words(block: string): string[] {
  return block.split(BEGINNING).filter((_, index) => index % 2 === 1);
}

/** A function of a world, which is this library and what else has these names, that runs code in it. */
export async function compiled(
  kind: "async" | "",
  code: string,
  names: readonly string[],
): Promise<(world: object) => unknown> {
  const all = [...Object.keys(library), ...names].join(", ");
  const { code: script } = await transform(`(${kind} function ({ ${all} }) {\n${code}\n})`, { loader: "ts" });
  return (world) => (0, eval)(script)({ ...library, ...world });
}

/** Runs code that may await. Gives what it returns, or with `name` what it has by that name in the end. */
export async function run(code: string, world: object, name?: string): Promise<unknown> {
  const run = await compiled("async", name === undefined ? code : `${code}\nreturn ${name};`, Object.keys(world));
  return await run(world);
}
