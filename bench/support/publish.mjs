// Puts results into docs/performance.md, between its two marks, and their chart beside it.
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { root } from "../../tools/setup.mjs";
import { chart } from "./chart.mjs";
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
  const { date, machine, runtimes, contenders, rounds } = results;
  const ratios = new Ratios(results);
  const names = Object.keys(runtimes).filter((name) => name !== "go");
  const rows = [
    ...new Map(results.results.map((result) => [result.row, result])).values(),
  ];
  const lines = rows.map(({ workload, row, title, unit }) =>
    `| ${workload} | ${title} | ${unit} | ${names.map((name) => summary(ratios, row, name)).join(" | ")} |`
  );
  const broken = results.results.filter(({ failed }) => failed !== undefined)
    .map(({ row, contender, runtime, failed }) => `- ${contender}, ${row}, ${runtimes[runtime]}: ${failed}`);
  return [
    "![Times as fast as the best bounded peer, on a logarithmic scale](performance.svg)",
    "",
    `${
      date.slice(0, 10)
    }, ${machine}; ${rounds} rounds. Each figure is Sluice's best run, and beside it how many times as`,
    "long the best bounded peer took.",
    "",
    `| | | | ${names.map((name) => runtimes[name]).join(" | ")} |`,
    `| --- | --- | --- | ${names.map(() => "---").join(" | ")} |`,
    ...lines,
    "",
    `Versions: ${
      Object.entries(contenders).map(([name, version]) => `${name} ${version}`)
        .join(", ")
    }.`,
    ...(broken.length > 0
      ? [
        "",
        "Did not pass the check of what they delivered, or did not end:",
        "",
        ...broken,
      ]
      : []),
  ].join("\n");
}

function summary(ratios, row, runtime) {
  const own = ratios.best(row, "sluice", runtime);
  if (own === undefined) return "";
  const front = ratios.front([row], runtime);
  return front === undefined ? short(own) : `${short(own)}; ${short(front.best / own)} ${front.contender}`;
}
