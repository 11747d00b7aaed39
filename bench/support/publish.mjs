// Puts results into docs/performance.md, between its two marks, and their chart beside it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../tools/setup.mjs";
import { chart } from "./chart.mjs";
import { format, insert } from "./insert.mjs";
import { judge } from "./judge.mjs";
import { Ratios } from "./ratios.mjs";
import { markdown, short } from "./table.mjs";

export async function publish(results) {
  const picture = join(root, "docs", "performance.svg");
  await writeFile(picture, chart(results));
  format(picture);
  await insert("docs/performance.md", "results", section(results));
}

function section(results) {
  const { date, machine, runtimes, contenders, rounds, quick } = results;
  const ratios = new Ratios(results);
  const names = Object.keys(runtimes).filter((name) => name !== "go");
  const rows = [...new Map(results.results.map((result) => [result.row, result])).values()];
  const figures = rows.map((
    { workload, row, title, unit },
  ) => [workload, `\`${row}\``, title, unit, ...names.map((name) => summary(ratios, row, name))]);
  const goals = judge(results);
  const broken = results.results.filter(({ failed }) => failed !== undefined)
    .map(({ row, contender, runtime, failed }) => `- ${contender}, ${row}, ${runtimes[runtime]}: ${failed}`);
  return [
    "![Times as fast as the best bounded peer, on a logarithmic scale](performance.svg)",
    "",
    `${date.slice(0, 10)}, ${machine}; ${rounds} rounds${quick ? ", without those far behind" : ""}.`,
    "Each figure is Sluice's best run; then how many times as long the best bounded peer took; then what the floors took.",
    "",
    ...markdown([["", "row", "", "", ...names.map((name) => runtimes[name])], ...figures]),
    "",
    `Versions: ${Object.entries(contenders).map(([name, version]) => `${name} ${version}`).join(", ")}.`,
    "",
    "### Against the goals",
    "",
    "What the design wanted, as ratios and as absolute bounds:",
    `${goals.count - goals.missed} of ${goals.count} are reached, judged before rounding.`,
    '"Against" says how many times as long others took, "of" how many times as long as that Sluice took.',
    "`mean` is the geometric mean over the runtimes, beside its goal; of two goals in one row the second is for Bun.",
    ...goSays(results),
    '"Floors" are loops written by hand for that row alone, so they say what the engine itself can do:',
    `\`~\` marks the ${goals.beyond} goals that are not reached by the floor, either, and \`!\` the other ${
      goals.missed - goals.beyond
    } that are missed.`,
    "",
    ...markdown([["row", "against", "goal", ...goals.titles], ...goals.lines]),
    ...(broken.length > 0 ? ["", "Did not pass the check of what they delivered, or did not end:", "", ...broken] : []),
  ].join("\n");
}

/** What `go` stands for; nothing where it was not measured. */
function goSays({ runtimes, results }) {
  const row = "iterate:1024";
  const go = results.find((result) => result.contender === "go" && result.row === row);
  return go === undefined
    ? []
    : [`\`go\` is a buffered channel of Go's (${runtimes.go}): ${short(go.best)} ns in \`${row}\`.`];
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
