import process from "node:process";

const { Bun } = globalThis;
const { heapStats } = Bun === undefined ? {} : await import("bun:jsc");

/** Collects garbage: all of it, as far as the engine can be told. */
export function collect() {
  if (Bun !== undefined) Bun.gc(true);
  else globalThis.gc?.();
}

/** Bytes in use after everything that can go has gone. */
export async function heapInUse() {
  for (let round = 0; round < 4; round++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve));
  }
  return heapStats === undefined ? process.memoryUsage().heapUsed : heapStats().heapSize;
}
