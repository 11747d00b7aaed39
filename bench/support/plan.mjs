// Which cells there are: every scenario with each of its parameters, by each contender that can do it, on each runtime.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { present } from "./runtimes.mjs";

const folder = (name) => fileURLToPath(new URL(`../${name}/`, import.meta.url));
const modules = (name) => readdirSync(folder(name)).filter((file) => file.endsWith(".mjs")).sort();

/** In the order of the workloads. */
async function scenarios() {
  const all = await Promise.all(
    modules("scenarios").map(async (file) => {
      const { default: scenario } = await import(`../scenarios/${file}`);
      const { workload } = scenario;
      return {
        ...scenario,
        workload: typeof workload === "function" ? workload : () => workload,
      };
    }),
  );
  const rank = ({ workload, parameters }) => Number(/\d+/.exec(workload(parameters[0]))?.[0] ?? 99);
  return all.sort((a, b) => rank(a) - rank(b));
}

/** By name; `version` is that of the package, if it has one. */
export async function contenders() {
  const all = await Promise.all(
    modules("contenders").map(async (file) => {
      const { default: contender } = await import(`../contenders/${file}`);
      return {
        ...contender,
        name: file.slice(0, -".mjs".length),
        version: versionOf(contender.package),
      };
    }),
  );
  return all;
}

function versionOf(name) {
  if (name === undefined) return undefined;
  return JSON.parse(
    readFileSync(
      new URL(`../node_modules/${name}/package.json`, import.meta.url),
      "utf8",
    ),
  ).version;
}

/** Whether it has what the scenario is made of. */
function able(contender, { only, needs = [], or, bounded }) {
  if (only !== undefined) return only.includes(contender.name);
  if (bounded && !contender.bounded) return false;
  const has = (names) => names.every((name) => typeof contender[name] === "function");
  return has(needs) || (or !== undefined && has(or));
}

/** All cells; those that are compared with each other stand together, and so are measured close together. */
async function cells() {
  const [all, players] = [await scenarios(), await contenders()];
  return all.flatMap((scenario) =>
    scenario.parameters.flatMap((parameter) =>
      present.flatMap((runtime) =>
        players.filter((player) => able(player, scenario)).map((player) => ({
          scenario: scenario.name,
          parameter,
          row: `${scenario.name}:${parameter}`,
          workload: scenario.workload(parameter),
          title: scenario.title(parameter),
          unit: scenario.unit ?? "ns",
          contender: player.name,
          kind: player.limit ? "floor" : player.bounded ? "bounded" : "unbounded",
          runtime,
        }))
      )
    )
  );
}

/**
 * Which cells some words mean: a runtime, a contender, and else a scenario, a row (`iterate:16`) or a workload (`W2`).
 * Words of one kind add up, those of different kinds narrow down.
 */
export async function chosenBy(words) {
  const players = (await contenders()).map(({ name }) => name);
  const kindOf = (word) => present.includes(word) ? "runtime" : players.includes(word) ? "contender" : "row";
  const named = (kind) => words.filter((word) => kindOf(word) === kind);
  const [runtimes, chosen, rows] = [
    named("runtime"),
    named("contender"),
    named("row"),
  ];
  const all = await cells();
  for (const word of rows) {
    if (!all.some((cell) => rowIs(cell, word))) {
      throw new Error(`Cannot measure: there is no ${word}`);
    }
  }
  const none = (list) => list.length === 0;
  return all.filter((cell) =>
    (none(runtimes) || runtimes.includes(cell.runtime)) &&
    (none(chosen) || chosen.includes(cell.contender)) &&
    (none(rows) || rows.some((word) => rowIs(cell, word)))
  );
}

const rowIs = ({ scenario, row, workload }, word) => [scenario, row, workload].includes(word);
