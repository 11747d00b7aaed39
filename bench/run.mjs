// `npm run bench [-- WORD...]`: measures, prints a table, writes JSON and a chart to bench/results. A word is a scenario, row
// or workload (iterate, iterate:16, W2), a contender, or a runtime (node, newest, deno, bun).
//
//     --quick            one round, only the contenders near the front, and only Node unless other runtimes are named
//     --rounds N         how often each cell is started (5)
//     --milliseconds N   how long each timed run takes, at least (60)
//     --goals            also the rows that the ten goals are about
//     --publish          records the figures of the goals, and puts tables and chart into the pages
//     --from FILE        measures nothing: takes the results of an earlier run
import process from "node:process";
import { parseArgs } from "node:util";
import { goals } from "./goals.mjs";
import { bench, options } from "./support/bench.mjs";
import { report } from "./support/judge.mjs";
import { publish } from "./support/publish.mjs";
import { save, saved } from "./support/results.mjs";
import { table } from "./support/table.mjs";

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options,
  });
  const rows = values.goals ? goals.flatMap(({ row, than = row }) => [row, than]) : [];
  const words = [...positionals, ...rows];
  const results = values.from === undefined ? await bench(words, values) : await saved(values.from);
  console.log(table(results.results, results.runtimes));
  report(results);
  if (values.from === undefined) {
    console.log(`\nWritten: ${(await save(results)).join(", ")}`);
  }
  if (values.publish) await publish(results);
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
