// What a lesson is made of: examples/NN-name.ts begins with its title and what one learns, and ends with what it prints.
import { filesBelow, read } from "../../test/support/project.ts";

export interface Lesson {
  /** Its path from the root of the project. */
  readonly file: string;
  readonly number: number;
  /** One sentence, without its full stop. */
  readonly title: string;
  /** "You learn: …", as one paragraph. */
  readonly text: string;
  /** The program, without the comments before and behind it. */
  readonly code: string;
  /** The lines that it says it prints. */
  readonly output: readonly string[];
  /** For a lesson that ends in a deadlock, with status 2: the lines of the report on its standard error. */
  readonly report: readonly string[];
}

/** All lessons, in order. */
export function lessons(): Lesson[] {
  return filesBelow("examples").filter((file) => /^examples\/\d\d-[^/]*\.ts$/.test(file)).map(lesson);
}

function lesson(file: string): Lesson {
  const parts = /^\/\/ Lesson (\d+): (.+)\.\n\/\/\n((?:\/\/ .*\n)+)([^]+)\n\/\/ Output:\n([^]+)$/.exec(read(file));
  if (parts === null) throw new Error(`${file} is no lesson: see how the others begin and end`);
  const [, number, title = "", text = "", code = "", end = ""] = parts;
  const [output = "", report = ""] = end.split("// Report:\n");
  return {
    file,
    number: Number(number),
    title,
    text: uncommented(text).join(" "),
    code: code.trim(),
    output: uncommented(output),
    report: report === "" ? [] : uncommented(report),
  };
}

/** A report without the folders of its places, which are not the same everywhere. */
export function withoutFolders(text: string): string {
  return text.replace(/\S*\/(?=[\w-]+\.ts:\d)/g, "");
}

function uncommented(text: string): string[] {
  return text.trimEnd().split("\n").map((line) => line.replace(/^\/\/ ?/, ""));
}
