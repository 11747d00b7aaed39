// Results beside the goals: a line of cells for each goal, and how many findings there are and fall short, `beyond` those
// of the latter that floors do not reach, either. Where Sluice is broken it has no figure, and misses every goal.
import { goals } from "../goals.mjs";
import { Ratios } from "./ratios.mjs";
import { short } from "./table.mjs";

/** Sluice against each goal; `titles` are those of the columns after row, what it is compared with, and the goal. */
export function judge(results) {
  const ratios = new Ratios({ results: results.results.map(withoutFigure) });
  const judged = goals.map((goal) => goal.judge(ratios)).filter((findings) => findings.length > 0);
  const names = [...Object.keys(results.runtimes).filter((name) => name !== "go"), "mean"];
  const all = judged.flat();
  return {
    titles: names.map((name) => results.runtimes[name] ?? name),
    lines: judged.map((findings) => line(findings, names)),
    count: all.length,
    missed: all.filter(({ reached }) => !reached).length,
    beyond: all.filter(({ reached, beyond }) => !reached && beyond).length,
  };
}

/** Nothing is reached with `NaN`. */
function withoutFigure(result) {
  return isBroken(result) ? { ...result, best: NaN } : result;
}

/** Was Sluice measured, and lost a value, or did not end? */
export function isBroken({ contender, failed }) {
  return contender === "sluice" && failed !== undefined;
}

function line(findings, names) {
  const [{ row, what, atMost }] = findings;
  const wanted = new Set(findings.filter(({ runtime }) => runtime !== "mean").map(({ needed }) => needed));
  const goal = `${atMost ? "<=" : ">="} ${[...wanted].join(" or ")}`;
  return [row, what, goal, ...names.map((name) => text(findings.find(({ runtime }) => runtime === name)))];
}

function text(finding) {
  if (finding === undefined) return "";
  const { actual, who, reached, beyond, needed, runtime } = finding;
  const mark = reached ? " " : beyond ? "~" : "!";
  const mean = runtime === "mean" ? ` of ${needed}` : "";
  const figure = Number.isNaN(actual) ? "broken" : short(actual);
  return `${figure}${mean}${who === undefined ? "" : ` ${who}`}${mark}`;
}
