/**
 * Hashes every file below a folder, with as little in memory as the channels may hold.
 *
 *     npm start [-- FOLDER]
 *     deno run -A examples/hash-tree.ts [FOLDER]
 *     bun examples/hash-tree.ts [FOLDER]
 *
 *               files           hasher 1 … 8        results
 *     walker ───paths──▶ ▓▓▓▓ ──▶ read, hash ──▶ ▓▓░░ ──▶ collector ◀── ticks, Ctrl-C
 *        └──────────────── what cannot be read ───▲
 *
 * Whoever finds its channel full waits, so the slowest part sets the pace of all: a terminal that prints slowly slows
 * the walker, and a folder of any size needs the same memory. Nothing is collected, not even for the digest, which is
 *
 *     the sum, modulo 2^256, over all files, of SHA-256(path, NUL, hash)
 *
 * read as big-endian numbers and printed as 64 hex digits. `path` is relative to the folder, UTF-8, with "/" between
 * its parts; NUL is one zero byte; `hash` is the SHA-256 of the content, 32 raw bytes. A sum does not care for order,
 * so the digest is the same however the hashers race. Files that could not be read are listed and not part of it.
 * Symbolic links, pipes, sockets and devices are passed over; the folder itself may be a link.
 *
 * Ctrl-C ends it with the table so far and status 130, a second one at once. A reader that goes away (`| head`) ends
 * it silently. A folder that cannot be opened ends it with status 1. An unreadable file below it changes no status.
 */

import { opendir } from "node:fs/promises";
import { resolve } from "node:path";
import process from "node:process";
import { channel, ticker } from "sluice";
import { collect } from "./hash-tree/collector.ts";
import { hash } from "./hash-tree/hasher.ts";
import { interrupts } from "./hash-tree/interrupts.ts";
import { lines } from "./hash-tree/lines.ts";
import { measured } from "./hash-tree/measured.ts";
import { print } from "./hash-tree/print.ts";
import { codeOf, quoted, type Result } from "./hash-tree/result.ts";
import { screen } from "./hash-tree/screen.ts";
import { table } from "./hash-tree/table.ts";
import { walk } from "./hash-tree/walker.ts";

const HASHERS = 8;

async function hashTree(folder: string): Promise<void> {
  const start = performance.now();
  const files = measured(channel<string>(64, { name: "files" }));
  const results = measured(channel<Result>(16, { name: "results" }));
  const display = drawable() ? screen([files, results]) : lines([files, results]);
  const ctrlC = interrupts();
  using ticks = ticker(display.interval);

  const walker = walk(folder, files, results);
  const hashers = Array.from({ length: HASHERS }, () => hash(folder, files.channel, results));
  const work = Promise.allSettled([...hashers, walker]).then((parts) => {
    results.channel.close(parts.find((part) => part.status === "rejected")?.reason);
  });

  try {
    await print(`Hashing ${quoted(resolve(folder))}\n`);
    const tally = await collect(results.channel, ticks, ctrlC, display);
    if (tally.interrupted) process.exitCode = 130;
    await stop();
    await display.clear();
    await print(table(tally, [files, results], performance.now() - start));
  } finally {
    await stop();
  }

  /** Wakes whoever still waits or reads, and sees every file closed. Where all came to its end, it does nothing. */
  async function stop(): Promise<void> {
    for (const { channel } of [files, results]) channel.cancel();
    await work;
  }
}

function drawable(): boolean {
  return process.stdout.isTTY && process.env.TERM !== "dumb";
}

async function main(folder = ".", ...more: string[]): Promise<void> {
  if (more.length > 0) {
    return fail(`Cannot hash more than one folder: ${quoted(folder)} and ${more.map(quoted).join(" and ")}`);
  }
  try {
    await (await opendir(folder)).close();
  } catch (error) {
    const code = codeOf(error);
    const why = code === "ENOENT" ? "no such folder" : code === "ENOTDIR" ? "not a folder" : String(error);
    return fail(`Cannot hash ${quoted(folder)}: ${why}`);
  }
  process.stdout.on("error", () => {}); // print() rejects with it
  try {
    await hashTree(folder);
  } catch (error) {
    if (codeOf(error) !== "EPIPE") throw error;
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

await main(...process.argv.slice(2));
