// The exercises of the lessons: examples/exercises/NN-name holds exercise.ts, which its reader edits, solution.ts, and the
// tests of both.
import { filesBelow, read } from "../../test/support/project.ts";

/** The tests of exercises with these exports, by their names; each throws when it fails. */
export type Tests<Exercise> = Readonly<Record<string, (exercise: Exercise) => unknown>>;

export const folder = "examples/exercises";

/** The folder of a lesson's exercises, as `04-select`, for each lesson that has some. */
export function exercises(): string[] {
  return filesBelow(folder).flatMap((file) => /^examples\/exercises\/([^/]+)\/exercise\.ts$/.exec(file)?.[1] ?? []);
}

/** The tasks that a folder sets: the comments above its functions. */
export function tasksOf(name: string): string[] {
  const text = read(`${folder}/${name}/exercise.ts`);
  return [...text.matchAll(/^\/\*\*\n((?: \*.*\n)+?) \*\/$/gm)].map(([, comment = ""]) =>
    comment.trimEnd().split("\n").map((line) => line.replace(/^ \* ?/, "")).join(" ")
  );
}
