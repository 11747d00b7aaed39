// Converts a CSV file: eight rows at once, written in order, with no more rows in memory.
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline as streams } from "node:stream/promises";
import { map, pipeline } from "sluice";
import { toNodeReadable } from "sluice/node";

/** Copies a CSV file row by row; `enrich` may be slow, and is called for eight rows at once. */
export async function convert(
  from: string,
  to: string,
  enrich: (row: string[], signal: AbortSignal) => Promise<string[]>,
  signal?: AbortSignal,
): Promise<void> {
  const lines = pipeline(
    createReadStream(from, { encoding: "utf8" }),
    rows,
    map((row, { signal }) => enrich(row, signal), { concurrency: 8 }), // results keep their order by default
    map((row) => `${row.map(quoted).join(",")}\n`),
  );
  await streams(toNodeReadable(lines), createWriteStream(to), { signal });
}

/** Converts chunks of text to rows. Any function from one async iterable to another is a stage. */
async function* rows(text: AsyncIterable<string>): AsyncGenerator<string[]> {
  let [row, cell, inQuotes, afterQuote] = [[] as string[], "", false, false];
  for await (const piece of text) {
    for (const character of piece) {
      if (afterQuote && character === '"') [cell, inQuotes, afterQuote] = [cell + '"', true, false]; // "" is a quote
      else if (character === '"') [inQuotes, afterQuote] = [!inQuotes, inQuotes];
      else if (inQuotes) cell += character;
      else if (character === ",") [row, cell, afterQuote] = [[...row, cell], "", false];
      else if (character === "\n") {
        yield [...row, cell];
        [row, cell, afterQuote] = [[], "", false];
      } else if (character !== "\r") cell += character;
    }
  }
  if (row.length > 0 || cell !== "") yield [...row, cell];
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
