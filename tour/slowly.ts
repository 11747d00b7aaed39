// `node … tour/slowly.ts FILE` runs a program for which time goes at a tenth of its pace: timers take ten times as long, the
// clock agrees with them, and each line that is printed begins with the milliseconds that have passed by that clock.
import { resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const slowness = 10;
const { setTimeout: timeout, setInterval: interval, Date: { now } } = globalThis;
const { log } = console;

await Promise.all(["sluice", "sluice/web", "sluice/node"].map((entry) => import(entry))); // or it would be counted, too
const begun = now();

globalThis.setTimeout = stretched(timeout);
globalThis.setInterval = stretched(interval);
Date.now = () => begun + Math.floor((now() - begun) / slowness);
console.log = (...values) => log(`${Date.now() - begun} ms`.padStart(7), "", ...values);

await import(pathToFileURL(resolve(process.argv[2] ?? "")).href);

function stretched<T extends typeof timeout | typeof interval>(timer: T): T {
  const slow = (run: (...values: unknown[]) => void, ms = 0, ...values: unknown[]) =>
    timer(run, ms * slowness, ...values);
  return Object.assign(slow, timer) as T;
}
