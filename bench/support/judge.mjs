// Compares results with the ten goals. Where Sluice is broken it has no figure and misses the goal.
import { goals } from "../goals.mjs";
import { Ratios } from "./ratios.mjs";
import { aligned, short } from "./table.mjs";

/**
 * A verdict for each goal that the results have figures for: the goal with `findings`, one for each runtime, and with
 * `reached`, which is true when it is reached on all of them.
 */
export function judge({ results }) {
  const ratios = new Ratios({ results: results.map((result) => isBroken(result) ? { ...result, best: NaN } : result) });
  return goals.map((goal) => {
    const findings = ratios.runtimes(goal.row).flatMap((runtime) => finding(goal, ratios, runtime));
    return { ...goal, findings, reached: findings.every(({ reached }) => reached) };
  }).filter(({ findings }) => findings.length > 0);
}

/** Whether Sluice was measured, and lost a value or did not end. */
function isBroken({ contender, failed }) {
  return contender === "sluice" && failed !== undefined;
}

/** What a goal comes to on one runtime; nothing when there is nothing to compare Sluice with. */
function finding({ row, against, than = row, atLeast, atMost, bound }, ratios, runtime) {
  const own = ratios.best(row, "sluice", runtime);
  if (bound !== undefined) return [{ runtime, actual: own, reached: own <= bound }];
  const wanted = against && (({ contender }) => against.includes(contender));
  // Go is a runtime of its own.
  const other = ratios.front([than], runtime, wanted) ?? ratios.front([than], "go", wanted);
  if (other === undefined) return [];
  const actual = atLeast === undefined ? own / other.best : other.best / own;
  return [{ runtime, actual, reached: atLeast === undefined ? actual <= atMost : actual >= atLeast }];
}

/** The verdicts as the rows of a table; `!` marks what is missed. */
export function verdictTable(verdicts, runtimes) {
  const names = Object.keys(runtimes).filter((name) => name !== "go");
  const cell = (findings, name) => {
    const found = findings.find(({ runtime }) => runtime === name);
    if (found === undefined) return "";
    return `${Number.isNaN(found.actual) ? "broken" : short(found.actual)}${found.reached ? "" : " !"}`;
  };
  const rows = verdicts.map(({ row, says, atLeast, atMost, bound, findings }) => {
    const goal = atLeast === undefined ? `<= ${bound === undefined ? atMost : `${bound} B`}` : `>= ${atLeast}`;
    return [says, `\`${row}\``, goal, ...names.map((name) => cell(findings, name))];
  });
  return [["Sluice …", "row", "goal", ...names.map((name) => runtimes[name])], ...rows];
}

/** Prints the verdicts, and returns whether each goal is reached and nothing is broken. */
export function report({ results, runtimes }) {
  const verdicts = judge({ results });
  const broken = results.filter(isBroken);
  if (verdicts.length > 0) console.log(aligned(verdictTable(verdicts, runtimes)).join("\n"));
  for (const { row, runtime, failed } of broken) console.log(`Broken: ${row} on ${runtime}: ${failed}`);
  const missed = verdicts.filter(({ reached }) => !reached);
  console.log(`\n${verdicts.length - missed.length} of ${verdicts.length} goals reached; ! marks a miss`);
  for (const { says } of missed) console.log(`Missed: Sluice ${says}`);
  return missed.length === 0 && broken.length === 0;
}
