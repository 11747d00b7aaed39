// What a person in front of a terminal would see: as much of one as the job makes use of.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { commandLine, type Outcome, start } from "./job.ts";

/** Is there the `script` of util-linux, which makes a terminal for a command? */
export function hasTerminals(): boolean {
  return `${spawnSync("script", ["--version"]).stdout}`.includes("util-linux");
}

/** Runs it in a terminal of that width, and presses Ctrl-C when it has drawn for a while. */
export async function inTerminal(
  folder: string,
  { columns, env = {} }: { columns: number; env?: Record<string, string> },
): Promise<Outcome> {
  const { NO_COLOR: _, ...withColor } = process.env;
  const command = commandLine("node", [folder]).map((word) => `'${word}'`).join(" ");
  const { child, says, ended } = start(
    ["script", "-qfec", `stty cols ${columns} rows 24; exec ${command}`, "/dev/null"],
    { env: { ...withColor, TERM: "xterm", ...env } },
  );
  await says(/^0\.[5-9] s|^[1-9]\d*\.\d s/m);
  child.stdin?.write("\x03");
  return await ended;
}

/** The lines on the screen after all that was printed. Throws when a line is too long, or a command is unknown. */
export function seen(printed: string, columns: number): string[] {
  const lines = [""];
  let row = 0, column = 0;
  for (const [token, up] of printed.matchAll(/\x1b\[(\d*)A|\x1b\[\d*[JKm]|./gsu)) {
    const left = (lines[row] ?? "").slice(0, column);
    if (up !== undefined) row -= Number(up);
    else if (token === "\r") column = 0;
    else if (token === "\n") [row, column] = [row + 1, 0];
    else if (token === "\x1b[K") lines[row] = left;
    else if (token === "\x1b[J") lines.splice(row, Infinity, left);
    else if (token.length === 1 && token >= " ") lines[row] = left + token + (lines[row] ?? "").slice(++column);
    else if (!token.endsWith("m")) throw new Error(`Cannot show ${JSON.stringify(token)}`);
    if (column >= columns) throw new Error(`Cannot show ${JSON.stringify(lines[row])}: it wraps`);
    if (row < 0) throw new Error("Cannot go above the first line");
    while (lines.length <= row) lines.push("");
  }
  return lines;
}
