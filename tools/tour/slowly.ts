// `node … tools/tour/slowly.ts FILE` runs a program for which time goes at a tenth of its pace: timers take ten times as long, and
// the clock agrees with them. Each line that it prints begins with the milliseconds that have passed by that clock, and in
// between it is told who waits at which channel, and who goes on.
import process from "node:process";
import { reportDeadlocks, trace } from "sluice/trace";
import { phraseOf } from "../../src/trace/phrases.ts";
import { named } from "./diagram.ts";
import { programOf } from "./program.ts";

const slowness = 10;
const [, , file = ""] = process.argv;
const { setTimeout: timeout, setInterval: interval, Date: { now } } = globalThis;
const { log } = console;
const margin = " ".repeat(9);

await Promise.all(["sluice", "sluice/web", "sluice/node"].map((entry) => import(entry))); // or it would be counted, too
const begun = now();
const running = trace();
let told = 0;

globalThis.setTimeout = stretched(timeout);
globalThis.setInterval = stretched(interval);
Date.now = () => begun + Math.floor((now() - begun) / slowness);
console.log = (...values) => {
  tell();
  log(`${Date.now() - begun} ms`.padStart(margin.length - 2), "", ...values);
};
interval(tell, 10).unref(); // what waits for long is seen to
process.on("exit", tell);

const { url, reports } = programOf(file);
if (reports) reportDeadlocks(running);
await import(url);

/** Tells what has happened since it was last told. */
function tell(): void {
  const { events } = named({ events: running.events, printed: [] }, file);
  for (const event of events.slice(told).filter(({ kind }) => kind !== "make")) {
    const { task, channel: { title, capacity }, size } = event;
    log(`${margin}· ${title} ${size}/${capacity}: ${task} ${phraseOf(event).told}`);
  }
  told = events.length;
}

function stretched<T extends typeof timeout | typeof interval>(timer: T): T {
  const slow = (run: (...values: unknown[]) => void, ms = 0, ...values: unknown[]) =>
    timer(run, ms * slowness, ...values);
  return Object.assign(slow, timer) as T;
}
