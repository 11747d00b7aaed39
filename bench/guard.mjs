// `npm run bench:guard`: a server of node:http behind `guard`, and the same without, under twice the load that it can
// sustain, in one run. Prints a table, and exits with 1 if the guarded one's p99 is more than a fifth of the other's.
//
//     --seconds N        how long each measurement takes (10)
//     --publish          puts the table into docs/adapters.md
import os from "node:os";
import process from "node:process";
import { parseArgs } from "node:util";
import { measure } from "./guard/measure.mjs";
import { insert } from "./support/insert.mjs";
import { install } from "./support/install.mjs";
import { buildSluice } from "./support/sluice.mjs";
import { markdown } from "./support/table.mjs";

/** What a request costs, and what `guard` is told to let in. */
const handlers = {
  cpu: "5 ms of waiting, then 2 ms of computing",
  pool: "10 ms of one of 4 connections to a database",
};
const GOAL = 1 / 5;

const { values } = parseArgs({ options: { seconds: { type: "string", default: "10" }, publish: { type: "boolean" } } });
await install();
await buildSluice();
const results = [];
for (const handler of Object.keys(handlers)) {
  results.push({ handler, ...await measure(handler, Number(values.seconds)) });
}
const ratios = results.map(({ without, guarded }) => guarded.p99 / without.p99);
const text = page();
console.log(text);
if (values.publish) await insert("docs/adapters.md", "guard: npm run bench:guard", text);
process.exitCode = ratios.every((ratio) => ratio <= GOAL) ? 0 : 1;

function page() {
  const [{ pinned }] = results;
  const where = `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${
    os.cpus()[0]?.model.trim()
  }`;
  return [
    `${where}; server and load generator ${pinned ? "on a core each" : "not on cores of their own"}.`,
    "",
    ...markdown([
      ["a request takes", "load", "server", "served/s", "refused/s", "p50", "p99", "p99 of refusals"],
      ...results.flatMap(({ handler, sustained, rate, without, guarded }) => [
        row(handlers[handler], `${rate}/s, twice its ${sustained}/s`, "as it is", without),
        row("", "", "behind `guard`", guarded),
      ]),
    ]),
  ].join("\n");
}

function row(handler, load, server, { served, refused, p50, p99, refusedP99 }) {
  const ms = (time) => time === undefined ? "" : `${Math.round(time)} ms`;
  return [handler, load, server, served, refused, ms(p50), ms(p99), ms(refusedP99)];
}
