// How much is still held. For Node with `--expose-gc`.
import * as assert from "uvu/assert";
import process from "node:process";
import { turn } from "./host.ts";

/** Collects what can be collected. Several rounds: finalizers and weak references need a turn of the event loop each. */
export async function collect(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await turn();
    sweep();
  }
}

function sweep(): void {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) throw new Error("Cannot collect garbage: run this file with --expose-gc");
  gc();
}

/** Bytes of heap in use, garbage aside. */
export async function heapUsed(): Promise<number> {
  await collect();
  sweep(); // whatever runs beside the test has had a turn since
  return process.memoryUsage().heapUsed;
}

/** Runs `round` again and again; gives the bytes in use after each. */
async function heapOver(rounds: number, round: () => unknown): Promise<number[]> {
  const used: number[] = [];
  for (let count = 0; count < rounds; count++) {
    await round();
    used.push(await heapUsed());
  }
  return used;
}

/**
 * How often the rounds are gone through before growth counts as a leak. What leaks grows every time; but code that warms
 * up grows at first, and is compiled and dropped at any time.
 */
const SERIES = 3;

/** Asserts that the heap is no larger after the last of the rounds than after the first, give or take `slack` bytes. */
export async function assertFlat(rounds: number, round: () => unknown, slack = 500_000): Promise<void> {
  await round();
  const grown: string[] = [];
  while (grown.length < SERIES) {
    const used = await heapOver(rounds, round);
    const growth = (used.at(-1) ?? 0) - (used[0] ?? 0);
    if (growth <= slack) return;
    grown.push(`by ${growth} bytes (${used.join(", ")})`);
  }
  assert.unreachable(`The heap grew over ${rounds} rounds, each time: ${grown.join("; ")}`);
}

/** Was it collected? */
export async function collected(reference: WeakRef<object>): Promise<boolean> {
  await collect();
  return reference.deref() === undefined;
}
