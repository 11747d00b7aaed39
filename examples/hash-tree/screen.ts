import process from "node:process";
import type { Display } from "./display.ts";
import type { Gauge } from "./gauge.ts";
import { print } from "./print.ts";
import { problem, summary } from "./table.ts";
import type { Tally } from "./tally.ts";

/** The size of the terminal, and whether it may be coloured. Asked for each frame: windows are resized. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  readonly color: boolean;
}

const LONGEST_BAR = 40;
const CLEAR_BELOW = "\x1b[J";
const CLEAR_RIGHT = "\x1b[K";
const CYAN = "\x1b[36m";
const YELLOW = "\x1b[33m";
const DIM = "\x1b[2m";
const PLAIN = "\x1b[0m";

/**
 * Progress for terminals: one bar for each gauge, redrawn in place. Between two frames the cursor rests at the start
 * of the line below the last one, visible, so that the terminal is in order whenever and however the program ends.
 */
export function screen(terminal = thisTerminal, write = print): Display {
  const start = performance.now();
  let drawn: string[] = [];

  const home = () => drawn.length > 0 ? `\r\x1b[${drawn.length}A` : "\r";
  const text = (frame: readonly string[]) => frame.map((line) => `${line}${CLEAR_RIGHT}\n`).join("") + CLEAR_BELOW;

  return {
    interval: 50,
    progress(tally) {
      const back = home();
      drawn = frame(tally, performance.now() - start, terminal());
      return write(back + text(drawn));
    },
    unreadable: (entry) => write(`${home()}${CLEAR_BELOW}${problem(entry)}\n${text(drawn)}`),
    clear: () => write(home() + CLEAR_BELOW),
  };
}

/** The lines of one frame: none reaches the last column, where terminals would wrap it, and all are fully visible. */
export function frame(tally: Tally, elapsed: number, terminal: Terminal): string[] {
  const { gauges } = tally;
  const width = Math.max(0, terminal.columns - 1);
  const names = Math.max(...gauges.map(({ name }) => name.length));
  const bars = gauges.map((gauge) => bar(gauge, names, width, terminal.color));
  return [...bars, summary(tally, elapsed).slice(0, width)].slice(0, Math.max(0, terminal.rows - 1));
}

/** `files   ████████░░░░  120/256  peak 256  38 waits`, with a bar as long as the rest of the line lets it be. */
function bar({ name, size, capacity, peak, waits }: Gauge, names: number, width: number, color: boolean): string {
  const level = `${size}/${capacity}`.padStart(`${capacity}/${capacity}`.length);
  const head = `${name.padEnd(names)}  `;
  const tail = `  ${level}  peak ${peak}${waits === undefined ? "" : `  ${waits} waits`}`;
  const length = Math.min(LONGEST_BAR, width - head.length - tail.length);
  if (length < 1) return (head + tail.trimStart()).slice(0, width);
  const full = "█".repeat(Math.round((length * size) / capacity));
  const empty = "░".repeat(length - full.length);
  if (!color) return head + full + empty + tail;
  return `${head}${size < capacity ? CYAN : YELLOW}${full}${PLAIN}${DIM}${empty}${PLAIN}${tail}`;
}

function thisTerminal(): Terminal {
  const { columns, rows } = process.stdout;
  return { columns: columns || 80, rows: rows || 24, color: !process.env.NO_COLOR }; // 0 on a line nobody measured
}
