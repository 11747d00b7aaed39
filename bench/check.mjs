// `npm run bench:check`: measures what the goals need, in one run, and prints what falls short. Takes the words and options
// of `npm run bench`; with `--from FILE` it judges the results of an earlier run. Exits with 0 whenever it could be run; with
// --strict with 1 when something falls short, or is broken.
import process from "node:process";
import { parseArgs } from "node:util";
import { goals } from "./goals.mjs";
import { bench, options } from "./support/bench.mjs";
import { isBroken, judge } from "./support/judge.mjs";
import { save, saved } from "./support/results.mjs";
import { aligned } from "./support/table.mjs";

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
  const whole = report(results);
  if (values.strict && !whole) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

/** Prints a line for each goal, and tells whether nothing falls short or is broken. */
function report(results) {
  const { titles, lines, count, missed, beyond } = judge(results);
  console.log(aligned([["", "", "goal", ...titles], ...lines]).join("\n"));
  const broken = results.results.filter(isBroken);
  for (const { row, runtime, failed } of broken) console.log(`Broken: ${row} on ${runtime}: ${failed}`);
  console.log(`\n${count - missed} of ${count} reached; ! marks what falls short, ~ what no floor reaches, ${beyond}`);
  return missed === 0 && broken.length === 0;
}
