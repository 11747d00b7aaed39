// What the guard of the event loop in `core/engine/event-loop.ts` costs, and what it is good for (C23): parts of three scenarios.
import process from "node:process";
import { inOrder } from "./arrivals.mjs";
import { sluiceWith } from "./sluice-contender.mjs";

const MESSAGES = 100_000;

// Loaded when they are asked for: what they take from the platform can be watched.
export const builds = {
  sluice: async () => sluiceWith(await import("../dist/sluice/mod.js")),
  breathless: async () => sluiceWith(await import("../dist/breathless/mod.js")),
};

/** Sends and iterates; gives the processor time in nanoseconds. */
export async function pass(contender, capacity) {
  const { visit, finish } = inOrder(MESSAGES);
  return await spentOn(async () => {
    const ch = contender.open(capacity);
    const sending = contender.fill(ch, 0, MESSAGES).then(() => contender.close(ch));
    await contender.iterate(ch, visit);
    await sending;
    finish();
  });
}

export async function spentOn(task) {
  const from = process.cpuUsage();
  await task();
  const { user, system } = process.cpuUsage(from);
  return (user + system) * 1_000;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
