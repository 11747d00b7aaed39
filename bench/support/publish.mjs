// Puts results into docs/performance.md, between its two marks, and their chart beside it.
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { root } from "../../tools/setup.mjs";
import { chart } from "./chart.mjs";
import { judge } from "./judge.mjs";
import { Ratios } from "./ratios.mjs";
import { short } from "./table.mjs";

const at = (name) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
const [BEGIN, END] = ["<!-- results -->", "<!-- end of results -->"];

export async function publish(results) {
  await writeFile(at("performance.svg"), chart(results));
  const page = await readFile(at("performance.md"), "utf8");
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) {
    throw new Error(`Cannot publish: docs/performance.md lacks ${BEGIN} or ${END}`);
  }
  await writeFile(
    at("performance.md"),
    `${before}${BEGIN}\n\n${section(results)}\n\n${END}${after}`,
  );
  format(at("performance.md"), at("performance.svg"));
}

/** As `npm run format` would. */
function format(...files) {
  const words = ["tools/deno.mjs", "fmt", "--quiet", "--config", "deno.json", ...files];
  spawnSync(process.execPath, words, { cwd: root, stdio: "inherit" });
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
    `${date.slice(0, 10)}, ${machine}; ${rounds} rounds${
      quick ? ", warmed up shortly, without those far behind" : ""
    }.`,
    "Each figure is Sluice's best run; then how many times as long the best bounded peer took; then what the floors took.",
    "",
    ...markdown([["", "row", "", "", ...names.map((name) => runtimes[name])], ...figures]),
    "",
    `Versions: ${Object.entries(contenders).map(([name, version]) => `${name} ${version}`).join(", ")}.`,
    "",
    "### Against the goals",
    "",
    `What the design wanted, as ratios: ${
      goals.count - goals.missed
    } of ${goals.count} are reached; \`!\` marks what falls`,
    'short. "Floors" are loops written by hand for that row alone, so they say what the engine itself can do.',
    "",
    ...markdown([["row", "against", "goal", ...goals.titles], ...goals.lines]),
    ...(broken.length > 0 ? ["", "Did not pass the check of what they delivered, or did not end:", "", ...broken] : []),
  ].join("\n");
}

function markdown([head, ...rows]) {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
}

function summary(ratios, row, runtime) {
  const own = ratios.best(row, "sluice", runtime);
  if (own === undefined) return "";
  const front = ratios.front([row], runtime);
  const floors = ratios.floors(row, runtime).map(({ best, contender }) =>
    `; ${short(best)} ${contender.slice("limit-".length)}`
  );
  return `${short(own)}${front === undefined ? "" : `; ${short(front.best / own)} ${front.contender}`}${
    floors.join("")
  }`;
}
