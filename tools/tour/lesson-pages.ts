// The pages of docs/lessons: each lesson with its diagram.
import { basename } from "node:path";
import { diagramOf } from "./diagram.ts";
import { folder as exercisesFolder, tasksOf } from "./exercises.ts";
import type { Lesson } from "./lesson.ts";

export const folder = "docs/lessons";

/** Where the page of a lesson is. */
export function pathOf({ file }: Lesson): string {
  return `${folder}/${basename(file, ".ts")}.md`;
}

/** The page of one of these lessons, as it should be now. */
export function pageOf(lesson: Lesson, lessons: readonly Lesson[]): string {
  const { file, number, title, text, code, output, report } = lesson;
  const ways = [link("Back to", lessons[number - 2]), link("On to", lessons[number])];
  return `<!-- npm run pages writes this page from ${file} -->

# Lesson ${number}: ${title}

${text}

${block("ts ignore", code)}

[${file}](../../${file}) prints:

${block("text", output.join("\n"))}
${reported(report)}
The diagram shows the run from top to bottom. A dotted arrow is a wait. A cross is an end, or an operation without effect.

${block("mermaid", diagramOf(file))}

${exercisesOf(lesson)}

${ways.join("")}In a clone, \`npm run tour\` shows all lessons.
`;
}

function exercisesOf({ file, number }: Lesson): string {
  const name = basename(file, ".ts");
  const at = `${exercisesFolder}/${name}`;
  const tasks = tasksOf(name).map((task, index) => `${index + 1}. ${task}`);
  return `## Exercises

${tasks.join("\n")}

Edit [exercise.ts](../../${at}/exercise.ts) and run \`npm run exercise -- ${number}\`, which shows which of
[the tests](../../${at}/exercise.test.ts) pass. [A solution](../../${at}/solution.ts) is in the same folder.`;
}

function reported(report: readonly string[]): string {
  return report.length === 0
    ? ""
    : `\nand, before it ends with status 2, on the standard error:\n\n${block("text", report.join("\n"))}\n`;
}

function link(way: string, lesson: Lesson | undefined): string {
  return lesson === undefined ? "" : `${way} [lesson ${lesson.number}](${basename(pathOf(lesson))}): ${lesson.title}. `;
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
