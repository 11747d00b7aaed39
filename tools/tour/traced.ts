// `node … tools/tour/traced.ts FILE` runs a program and, instead of what it prints, writes the diagram of it. Random choices are
// seeded, and nobody breathes, so that it is the same each time.
import process from "node:process";
import { format, stripVTControlCharacters } from "node:util";
import { seeded } from "../../examples/seeded.ts";
import { turn } from "../../test/support/test.ts";
import type { Printed } from "./diagram.ts";
import { programOf } from "./program.ts";

const [, , file = ""] = process.argv;
const { now } = Date;
const { log } = console;

// The library takes the clock by which it lets the event loop have its turn when it is loaded.
Date.now = () => 0;
const { trace } = await import("sluice/trace");
const { framesOf } = await import("../../src/trace/site.ts");
const { drawn, named } = await import("./diagram.ts");
Date.now = now;

const printed: Printed[] = [];
const running = trace();
Math.random = seeded(8);
console.log = (...values) => {
  const task = running.task ?? framesOf(new Error().stack).find(({ url }) => url.endsWith(file))?.name ?? "main";
  printed.push({ task, text: stripVTControlCharacters(format(...values)), behind: running.events.length });
};

await import(programOf(file).url);
await turn(); // tasks that the program has not awaited come as far as they can
running.stop();
log(drawn(named({ events: running.events, printed }, file)));
