// `npm run bench:instructions [-- WORD...]`: counts the instructions that an operation takes on Node, by valgrind, which
// must be installed (`apt-get install valgrind`). Times on a shared machine are good for a quarter; these counts are for
// one or two in a hundred, but say nothing of what waits for memory. A word is a row, scenario, workload or contender.
//
//     --publish          puts the table into bench/README.md
import { parseArgs } from "node:util";
import { instructions } from "./support/callgrind.mjs";
import { insert } from "./support/insert.mjs";
import { install } from "./support/install.mjs";
import { buildSluice } from "./support/sluice.mjs";
import { aligned, markdown } from "./support/table.mjs";

/** Counted from the first number of operations, when all is compiled, up to the second. */
const [FROM, TO] = [80_000, 160_000];
const ROWS = [
  ...["receive:0", "iterate:0", "iterate:1", "iterate:16", "many:16", "batches:1024"],
  ...["select-ready:2", "select-ready:64", "map-ordered:16", "map-unordered:16"],
];
const PEERS = ["medium", "p-map", "queueable", "thi-ng-csp"];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { publish: { type: "boolean" } } });
await install();
const { chosenBy } = await import("./support/plan.mjs"); // needs what was just installed
await buildSluice();
const cells = (await chosenBy(positionals.length === 0 ? ROWS : positionals)).filter(({ runtime, contender, kind }) =>
  runtime === "node" && (contender === "sluice" || kind === "floor" || PEERS.includes(contender))
);
const lines = [];
for (const row of new Set(cells.map((cell) => cell.row))) {
  const counted = [];
  for (const cell of cells.filter((each) => each.row === row)) counted.push(await count(cell));
  lines.push(line(row, counted));
  console.log(aligned(lines).at(-1));
}
if (values.publish) {
  const head = ["row", "Sluice", "the floors", "the best peer", "others"];
  await insert(
    "bench/README.md",
    "instructions: npm run bench:instructions",
    markdown([head, ...lines]).join("\n"),
  );
}

async function count({ scenario, parameter, contender, kind }) {
  const [before, after] = await Promise.all([FROM, TO].map((operations) => {
    return instructions("bench/support/counted.mjs", scenario, `${parameter}`, contender, `${operations}`);
  }));
  return { contender, kind, count: Math.round((after - before) / (TO - FROM)) };
}

function line(row, counted) {
  const shown = ({ contender, count }) => `${count.toLocaleString("en")} ${contender.replace("limit-", "")}`;
  const sorted = (kind) => counted.filter((each) => each.kind === kind).sort((a, b) => a.count - b.count);
  const own = counted.find(({ contender }) => contender === "sluice");
  const [best, ...others] = sorted("bounded").filter((each) => each !== own).map(shown);
  const ours = own === undefined ? "" : own.count.toLocaleString("en");
  return [`\`${row}\``, ours, sorted("floor").map(shown).join(", "), best ?? "", others.join(", ")];
}
