// How a lesson looks, in a terminal and in a pipe.
import { highlightANSI } from "@speed-highlight/core";
import theme from "@speed-highlight/core/themes/default.js";
import { styleText } from "node:util";
import type { Lesson } from "./lesson.ts";

/** The text of a lesson and its code, with colours. */
export async function coloured({ number, title, text, code }: Lesson, columns: number): Promise<string> {
  const heading = styleText("bold", `Lesson ${number}: ${title}`);
  return `\n${heading}\n\n${wrapped(text, columns)}\n\n${await highlightANSI(code, "ts", theme)}\n\n`;
}

/** The same as Markdown. */
export function plain({ number, title, text, code }: Lesson): string {
  return `## Lesson ${number}: ${title}\n\n${wrapped(text, 80)}\n\n\`\`\`ts\n${code}\n\`\`\`\n\n`;
}

/** Its words, in lines of so many characters at most. */
function wrapped(text: string, columns: number): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (longer.length <= columns) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines.join("\n");
}
