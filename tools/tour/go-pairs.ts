// The pairs of examples/go: a program in Go, the same with Sluice, and what Go's printed when it was recorded.
import { filesBelow, json } from "../../test/support/project.ts";

export const folder = "examples/go";

/** What `npm run go` wrote: the version of Go, and the lines of each program. */
export interface Recorded {
  readonly version: string;
  readonly printed: Readonly<Record<string, readonly string[]>>;
}

export interface Pair {
  readonly name: string;
  /** The path of the program in Go, from the root of the project, and that of ours. */
  readonly theirs: string;
  readonly ours: string;
}

/** All pairs, by name. */
export function pairs(): Pair[] {
  const found = filesBelow(folder).flatMap((file) => /^examples\/go\/([^/]+)\/main\.go$/.exec(file)?.[1] ?? []);
  return found.map((name) => ({ name, theirs: `${folder}/${name}/main.go`, ours: `${folder}/${name}/main.ts` }));
}

export function recorded(): Recorded {
  return json(`${folder}/recorded.json`);
}

/** The lines that a program prints, without what is empty at their end. */
export function lines(text: string): string[] {
  return text.trimEnd().split("\n");
}
