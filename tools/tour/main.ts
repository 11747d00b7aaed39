// `npm run tour [-- NUMBER]`: in a terminal one is asked where to go; in a pipe all lessons are written, one after the other.
// With a number it begins at that lesson.
import process from "node:process";
import { lessons } from "./lesson.ts";
import { recite, tour } from "./tour.ts";

const { stdin: input, stdout: output } = process;

// A reader that has seen enough, such as `head`, is no failure.
output.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

const all = lessons();
const [word = "1", ...more] = process.argv.slice(2);
const first = all.findIndex(({ number }) => `${number}` === word);

if (first < 0 || more.length > 0) {
  console.error(`Cannot begin at "${[word, ...more].join(" ")}": there is no such lesson, but`);
  for (const { number, title } of all) console.error(`${`${number}`.padStart(4)}  ${title}`);
  process.exitCode = 2;
} else if (input.isTTY && output.isTTY) await tour(all, { input, output }, first);
else await recite(all.slice(first), output);
