// Puts results into the pages, between their marks, and their chart beside them; records what the goals are about.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../tools/setup.mjs";
import { chart } from "./chart.mjs";
import { format, insert } from "./insert.mjs";
import { judge, verdictTable } from "./judge.mjs";
import { Ratios } from "./ratios.mjs";
import { record } from "./results.mjs";
import { markdown, short } from "./table.mjs";

export async function publish(results) {
  const picture = join(root, "docs", "performance.svg");
  await writeFile(picture, chart(results));
  format(picture);
  await record(results);
  await insert("docs/performance.md", "goals: npm run bench -- --publish", goalSection(results));
  await insert("bench/README.md", "results: npm run bench -- --publish", section(results));
}

/** The ten goals: what a test holds the page to. */
export function goalSection(results) {
  const verdicts = judge(results);
  const reached = verdicts.filter((verdict) => verdict.reached).length;
  return [
    ...markdown(verdictTable(verdicts, results.runtimes)),
    "",
    `${reached} of ${verdicts.length} goals are reached on every runtime.`,
  ].join("\n");
}

function section(results) {
  const { date, machine, runtimes, contenders, rounds, quick } = results;
  const ratios = new Ratios(results);
  const names = Object.keys(runtimes).filter((name) => name !== "go");
  const rows = [...new Map(results.results.map((result) => [result.row, result])).values()];
  const figures = rows.map((
    { workload, row, title, unit },
  ) => [workload, `\`${row}\``, title, unit, ...names.map((name) => summary(ratios, row, name))]);
  const broken = results.results.filter(({ failed }) => failed !== undefined)
    .map(({ row, contender, runtime, failed }) => `- ${contender}, ${row}, ${runtimes[runtime]}: ${failed}`);
  return [
    `${date.slice(0, 10)}, ${machine}; ${rounds} rounds${quick ? ", without contenders that are far behind" : ""}.`,
    "Each cell has the best run of Sluice, how many times as long the best bounded peer took, and the floors.",
    "",
    ...markdown([["", "row", "", "", ...names.map((name) => runtimes[name])], ...figures]),
    "",
    ...goSays(results),
    `Versions: ${Object.entries(contenders).map(([name, version]) => `${name} ${version}`).join(", ")}.`,
    ...(broken.length > 0 ? ["", "These failed the check of what they delivered, or did not end:", "", ...broken] : []),
  ].join("\n");
}

/** The figure of Go; nothing where it was not measured. */
function goSays({ runtimes, results }) {
  const row = "iterate:1024";
  const go = results.find((result) => result.contender === "go" && result.row === row);
  return go === undefined
    ? []
    : [`A buffered channel of Go (${runtimes.go}) takes ${short(go.best)} ns in \`${row}\`.`, ""];
}

function summary(ratios, row, runtime) {
  const own = ratios.best(row, "sluice", runtime);
  if (own === undefined) return "";
  const front = ratios.front([row], runtime);
  // What a heap grows by may be lost in its noise: then that floor says nothing.
  const floors = ratios.floors(row, runtime).filter(({ best }) => best > 0).map(({ best, contender }) =>
    `; ${short(best)} ${contender.slice("limit-".length)}`
  );
  return `${short(own)}${front === undefined ? "" : `; ${short(front.best / own)} ${front.contender}`}${
    floors.join("")
  }`;
}
