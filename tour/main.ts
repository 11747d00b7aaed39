// `npm run tour`: in a terminal one is asked where to go; in a pipe all lessons are written, one after the other.
import process from "node:process";
import { lessons } from "./lesson.ts";
import { recite, tour } from "./tour.ts";

const { stdin: input, stdout: output } = process;

// A reader that has seen enough, such as `head`, is no failure.
output.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

if (input.isTTY && output.isTTY) await tour(lessons(), { input, output });
else await recite(lessons(), output);
