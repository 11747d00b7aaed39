import { hex } from "./digest.ts";
import { peakMemory } from "./memory.ts";
import { quoted, type Unreadable } from "./result.ts";
import type { Tally } from "./tally.ts";

/** The end of every run. Amounts are plain digits first, so that other programs can read them too. */
export function table(tally: Tally, elapsed: number): string {
  const rows = [
    ["files", `${tally.files}`],
    ["bytes", amount(tally.bytes)],
    ...tally.read === tally.bytes ? [] : [["bytes read", amount(tally.read)]],
    ["unreadable", `${tally.unreadable}`],
    ["time", seconds(elapsed)],
    ["speed", speed(tally, elapsed)],
    ["peak memory", megabytes(peakMemory())],
  ];
  const places = [
    ["place", "capacity", "peak", "senders waited"],
    ...tally.gauges.map(({ name, capacity, peak, waits = "-" }) => [name, capacity, peak, waits].map(String)),
  ];
  const text = [
    ...tally.interrupted ? ["interrupted: this is the table so far, not the whole folder", ""] : [],
    ...rows.map(([name = "", value]) => `${name.padEnd(14)}${value}`),
    "",
    ...places.map(([name = "", ...numbers]) => name.padEnd(8) + numbers.map((cell) => cell.padStart(16)).join("")),
    "",
    ...proof(tally),
    "",
    `${"digest".padEnd(14)}${hex(tally.digest)}`,
  ];
  return `${text.join("\n")}\n`;
}

/** What the run has shown, in sentences: who waited for whom, and what memory that took. */
function proof({ files, read, gauges: [paths] }: Tally): string[] {
  const { peak = 0, waits = 0 } = paths ?? {};
  const waited = waits === 0
    ? "The walk never had to wait for the hashers"
    : `The walk waited ${times(waits)} for the hashers`;
  return [
    `${waited}: of ${files} ${files === 1 ? "path" : "paths"}, at most ${peak} stood in the buffer at once.`,
    `Hashing ${megabytes(read)} took ${
      megabytes(peakMemory())
    } of memory, the runtime included; a larger folder takes no more.`,
  ];
}

const times = (count: number) => count === 1 ? "once" : `${count} times`;

/** The same in one line, for while it runs. */
export function summary(tally: Tally, elapsed: number): string {
  const parts = [seconds(elapsed), `${tally.files} files`, megabytes(tally.read), speed(tally, elapsed)];
  if (tally.unreadable > 0) parts.push(`${tally.unreadable} unreadable`);
  return parts.join("  ");
}

export function problem({ path, why }: Unreadable): string {
  return `Cannot read ${quoted(path || ".")}: ${why}`;
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const amount = (bytes: number) => `${bytes} (${megabytes(bytes)})`;
const speed = (tally: Tally, elapsed: number) => `${(tally.read / 1e3 / Math.max(1, elapsed)).toFixed(1)} MB/s`;
