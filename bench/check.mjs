// `npm run bench:check`: measures what the goals need, in one run, and prints what falls short. Takes the words and options
// of `npm run bench`; with `--from FILE` it judges the results of an earlier run. Exits with 0 whenever it could be run; with
// --strict with 1 when something falls short.
import process from "node:process";
import { parseArgs } from "node:util";
import { goals } from "./goals.mjs";
import { bench, options } from "./support/bench.mjs";
import { Ratios } from "./support/ratios.mjs";
import { save, saved } from "./support/results.mjs";
import { aligned, short } from "./support/table.mjs";

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options,
  });
  const rows = new Set(goals.flatMap((goal) => goal.rows));
  const named = new Set(goals.flatMap(({ contenders = [] }) => contenders));
  const run = () =>
    bench(
      positionals,
      values,
      ({ row, kind, contender }) => rows.has(row) && (kind === "bounded" || named.has(contender)),
    );
  const results = values.from === undefined ? await run() : await saved(values.from);
  if (values.from === undefined) await save(results);
  const missed = judge(results);
  if (values.strict && missed > 0) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

/** Prints a line for each goal, and gives how many findings fall short. */
function judge(results) {
  const ratios = new Ratios(results);
  const judged = goals.map((goal) => goal.judge(ratios)).filter((findings) => findings.length > 0);
  const names = [
    ...Object.keys(results.runtimes).filter((name) => name !== "go"),
    "mean",
  ];
  const lines = judged.map((findings) => {
    const [{ row, what, atMost }] = findings;
    const least = [
      ...new Set(
        findings.filter(({ runtime }) => runtime !== "mean").map(({ needed }) => needed),
      ),
    ];
    const goal = `${atMost ? "<=" : ">="} ${least.join(" or ")}`;
    return [
      row,
      what,
      goal,
      ...names.map((name) => text(findings.find(({ runtime }) => runtime === name))),
    ];
  });
  console.log(
    aligned([[
      "",
      "",
      "goal",
      ...names.map((name) => results.runtimes[name] ?? name),
    ], ...lines]).join("\n"),
  );
  for (const { row, contender, runtime, failed } of results.results) {
    if (failed !== undefined && contender === "sluice") {
      console.log(`Broken: ${row} on ${runtime}: ${failed}`);
    }
  }
  const all = judged.flat();
  const missed = all.filter(({ reached }) => !reached).length;
  console.log(
    `\n${all.length - missed} of ${all.length} reached; ! marks what falls short`,
  );
  return missed;
}

function text(finding) {
  if (finding === undefined) return "";
  const { actual, who, reached, needed, runtime } = finding;
  const mean = runtime === "mean" ? ` of ${needed}` : "";
  return `${short(actual)}${mean}${who === undefined ? "" : ` ${who}`}${reached ? " " : "!"}`;
}
