// `npm run bench:check`: compares the recorded figures with the ten goals and names the goals that are missed. Exits with 0
// whenever it could be run.
//
//     --from FILE        judges the results of another run, such as those in bench/results
//     --strict           exits with 1 when a goal is missed, or when Sluice is broken in a row
import process from "node:process";
import { parseArgs } from "node:util";
import { report } from "./support/judge.mjs";
import { recorded, saved } from "./support/results.mjs";

try {
  const { values: { from = recorded, strict } } = parseArgs({
    options: { from: { type: "string" }, strict: { type: "boolean", default: false } },
  });
  const isWhole = report(await saved(from));
  if (strict && !isWhole) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
