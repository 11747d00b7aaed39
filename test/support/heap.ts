// How much is still held. For Node with `--expose-gc`.
import * as assert from "uvu/assert";
import process from "node:process";
import { turn } from "./host.ts";

/** Collects what can be collected. Several rounds: finalizers and weak references need a turn of the event loop each. */
export async function collect(): Promise<void> {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) throw new Error("Cannot collect garbage: run this file with --expose-gc");
  for (let round = 0; round < 3; round++) {
    await turn();
    gc();
  }
}

/** Bytes of heap in use, garbage aside. */
export async function heapUsed(): Promise<number> {
  await collect();
  return process.memoryUsage().heapUsed;
}

/** Runs `round` again and again; gives the bytes in use after each, the first round (which warms up) left out. */
async function heapOver(rounds: number, round: () => unknown): Promise<number[]> {
  const used: number[] = [];
  for (let count = 0; count <= rounds; count++) {
    await round();
    const bytes = await heapUsed();
    if (count > 0) used.push(bytes);
  }
  return used;
}

/** Asserts that the heap is no larger after the last of the rounds than after the first, give or take `slack` bytes. */
export async function assertFlat(rounds: number, round: () => unknown, slack = 500_000): Promise<void> {
  const used = await heapOver(rounds, round);
  const growth = (used.at(-1) ?? 0) - (used[0] ?? 0);
  assert.ok(growth <= slack, `The heap grew by ${growth} bytes over ${rounds} rounds: ${used.join(", ")}`);
}

/** Was it collected? */
export async function collected(reference: WeakRef<object>): Promise<boolean> {
  await collect();
  return reference.deref() === undefined;
}
