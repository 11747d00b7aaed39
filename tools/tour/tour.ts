// The tour through the lessons: in a terminal, where one goes on and back and has a lesson run again, and in a pipe.
import { intro, isCancel, outro, selectKey } from "@clack/prompts";
import type { Readable, Writable } from "node:stream";
import { styleText } from "node:util";
import { pipeline, sleep, tap } from "sluice";
import type { Lesson } from "./lesson.ts";
import { run } from "./run.ts";
import { coloured, plain } from "./show.ts";

/** Where the reader sits: a terminal, or whatever behaves so. */
export interface Seat {
  readonly input: Readable & { setRawMode?: (raw: boolean) => unknown };
  readonly output: Writable & { readonly columns?: number };
}

/** Slowly, there is time to read each line, in milliseconds. */
const pause = 300;

/** Shows lesson after lesson from the `first` on, runs it, and asks what next, until the reader has seen the last one or leaves. */
export async function tour(lessons: readonly Lesson[], seat: Seat, first = 0): Promise<void> {
  intro(`${lessons.length} lessons; Ctrl-C stops what runs, and leaves where one is asked`, seat);
  let at = first;
  for (let lesson = lessons[at]; lesson !== undefined; lesson = lessons[at]) {
    seat.output.write(await coloured(lesson, seat.output.columns ?? 80));
    await play(lesson, seat);
    const step = await whereNext(lesson, at === 0, at === lessons.length - 1, seat);
    if (step === 0) break;
    at += step;
  }
  outro("docs/go-to-sluice.md and examples/classics go on from here", seat);
}

/** Has the lesson run again as often as the reader likes. Gives how many lessons to go on: 1, -1, or 0 to leave. */
async function whereNext(lesson: Lesson, first: boolean, last: boolean, seat: Seat): Promise<number> {
  for (;;) {
    const options = [
      ...(last ? [] : [{ value: "n", label: "next lesson" }]),
      { value: "r", label: "run it again" },
      { value: "s", label: "run it again, with time slowed down, and tell who waits" },
      ...(first ? [] : [{ value: "b", label: "back" }]),
      { value: "q", label: "quit" },
    ];
    const key = await selectKey({ message: `Lesson ${lesson.number}`, options, ...seat }) ?? options[0]?.value;
    if (isCancel(key) || key === "q") return 0;
    if (key === "n") return 1;
    if (key === "b") return -1;
    await play(lesson, seat, { slowly: key === "s" });
  }
}

/** Runs a lesson and shows each line that it prints; Ctrl-C ends that. */
async function play(lesson: Lesson, { input, output }: Seat, { slowly = false } = {}): Promise<void> {
  const stopping = new AbortController();
  const heard = (keys: Uint8Array | string) => {
    if (`${keys}`.includes("\u0003")) stopping.abort();
  };
  input.setRawMode?.(true); // or Ctrl-C would end more than the lesson
  input.on("data", heard).resume();
  const write = async (line: string) => {
    output.write(`${styleText("green", "│")} ${line}\n`);
    if (slowly) await sleep(pause, stopping);
  };
  try {
    await pipeline(run(lesson, { slowly }), tap(write), stopping).run();
  } catch (error) {
    output.write(`${styleText("red", "│")} ${stopping.signal.aborted ? "stopped" : error}\n`);
  } finally {
    input.off("data", heard).pause();
    input.setRawMode?.(false);
  }
}

/** Writes all lessons and what they print as Markdown, and asks nothing. */
export async function recite(lessons: readonly Lesson[], output: Writable): Promise<void> {
  for (const lesson of lessons) {
    output.write(`${plain(lesson)}\`\`\`text\n`);
    await run(lesson).forEach((line) => void output.write(`${line}\n`));
    output.write("```\n\n");
  }
}
