import { add } from "./digest.ts";
import type { Gauge } from "./gauge.ts";
import type { Result } from "./result.ts";

/** All that is kept of a run, and shown. Of the files it is the same amount, however many there are. */
export interface Tally {
  /** How many were hashed, and how long they are together. */
  files: number;
  bytes: number;
  /** How many bytes were read: those of files that are not finished too. */
  read: number;
  unreadable: number;
  digest: bigint;
  interrupted: boolean;
  /** Where values wait on their way. */
  readonly gauges: Gauge[];
}

export function emptyTally(): Tally {
  return { files: 0, bytes: 0, read: 0, unreadable: 0, digest: 0n, interrupted: false, gauges: [] };
}

export function count(tally: Tally, result: Result): void {
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
