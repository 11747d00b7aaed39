import { type Receiver, select } from "sluice";
import { add } from "./digest.ts";
import type { Result, Unreadable } from "./result.ts";

/** All that is kept of the files, however many there are. */
export interface Tally {
  /** How many were hashed, and how long they are together. */
  files: number;
  bytes: number;
  /** How many bytes were read: those of files that are not finished too. */
  read: number;
  unreadable: number;
  digest: bigint;
  interrupted: boolean;
}

/** Where progress is shown. The collector waits for it, and so, in turn, does everybody else. */
export interface Display {
  /** How often to show progress, in milliseconds. */
  readonly interval: number;
  readonly progress: (tally: Tally) => Promise<void>;
  readonly unreadable: (entry: Unreadable) => Promise<void>;
  /** Makes way for the table. */
  clear(): Promise<void>;
}

/** Adds up results until there are no more, or until it is interrupted. */
export async function collect(
  results: Receiver<Result>,
  ticks: Receiver<number>,
  interrupts: Receiver<unknown>,
  display: Display,
): Promise<Tally> {
  const tally: Tally = { files: 0, bytes: 0, read: 0, unreadable: 0, digest: 0n, interrupted: false };
  for (;;) {
    // In the order written: a flood of results can keep nobody from stopping it.
    const hit = await select({ interrupt: interrupts, tick: ticks, result: results }, { priority: true });
    switch (hit.key) {
      case "interrupt":
        tally.interrupted = true;
        return tally;
      case "tick":
        await display.progress(tally);
        break;
      case "result":
        if (hit.done) return tally;
        count(tally, hit.value);
        if (hit.value.kind === "unreadable") await display.unreadable(hit.value);
    }
  }
}

function count(tally: Tally, result: Result): void {
  switch (result.kind) {
    case "chunk":
      tally.read += result.bytes;
      break;
    case "hashed":
      tally.files++;
      tally.bytes += result.bytes;
      tally.digest = add(tally.digest, result.path, result.hash);
      break;
    case "unreadable":
      tally.unreadable++;
  }
}
