// `npm test [-- NAME...]`: sets everything up, then runs every step of its tier, or those whose names contain one of the
// given words together with the steps they need. `--all` is the tier of `npm run test:all`, `--rest` what that has and
// `npm test` has not, `--engines` that of `npm run test:engines`. The very last line is `N passed, N failed`, summed over all
// suites and runtimes.
import process from "node:process";
import { begin, conclude, finishStep, note } from "./report.mjs";
import { available } from "./runtimes.mjs";
import { runAll } from "./schedule.mjs";
import { setup } from "./setup.mjs";

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const [tier = "usual"] = process.argv.slice(2).filter((word) => word.startsWith("--")).map((word) => word.slice(2));

await installed();
// Only now: these need the packages that were just installed.
const { engineSteps, steps } = await import("./steps.mjs");
const chosen = choose();
await installed(...new Set(chosen.flatMap(({ needs = [] }) => needs)));
const missing = [...new Set(chosen.flatMap(({ requires = [] }) => requires))].filter((name) => !available(name));
const possible = chosen.filter(({ requires = [] }) => !requires.some((name) => missing.includes(name)));

if (missing.length > 0) note(`Left out, because they are not here: ${missing.join(", ")}`);
begin(possible);
const results = await runAll(possible, finishStep);
process.exitCode = conclude(possible, results, missing);

async function installed(...folders) {
  try {
    await setup(...folders);
  } catch (error) {
    console.error(error.message);
    console.log("0 passed, 1 failed");
    process.exit(1);
  }
}

/** Words choose from the tier, and where nothing there is named so, from all that there is. */
function choose() {
  if (tier === "engines") return engineSteps();
  const chosen = words.length === 0
    ? steps(tier)
    : [named(steps(tier)), named(steps("all"))].find((found) => found.length > 0);
  if (chosen !== undefined) return chosen;
  const names = steps("all").map(({ name }) => name);
  console.error(`Cannot run ${words.join(" ")}: no step is named so. There are: ${names.join(", ")}`);
  process.exit(2);
}

function named(all) {
  const wanted = new Set(all.filter(({ name }) => words.some((word) => name.includes(word))));
  for (const { after = [] } of wanted) {
    all.filter(({ name }) => after.includes(name)).forEach((step) => wanted.add(step));
  }
  return all.filter((step) => wanted.has(step));
}
