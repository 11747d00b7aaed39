// An emitter that cannot wait, read by a loop that may be slow: the buffer keeps the newest hundred events, and counts the
// dropped ones.
import type { EventEmitter } from "node:events";
import { sliding } from "sluice";
import { fromEmitter } from "sluice/node";

export interface Reading {
  readonly sensor: string;
  readonly value: number;
}

/** Stores readings until the signal aborts or the emitter emits an error. Resolves with the number of dropped readings. */
export async function storeReadings(
  sensors: EventEmitter,
  store: (reading: Reading) => Promise<void>,
  signal: AbortSignal,
): Promise<number> {
  const readings = fromEmitter<Reading>(sensors, "reading", { buffer: sliding(100), signal });
  try {
    for await (const reading of readings) await store(reading);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return readings.stats.dropped;
}
