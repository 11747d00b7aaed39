// Go's own channels: run when `go` is installed, otherwise as recorded, with version and machine.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../go/", import.meta.url));
const RUNTIME = "go";

/**
 * Go's figures for the rows that were measured.
 *
 * @param {readonly object[]} cells
 * @returns {Promise<{ title?: string, results: object[] }>}
 */
export function goRows(cells) {
  const rows = new Map(
    cells.map(({ row, scenario, parameter, workload, title, unit }) => [
      row,
      { scenario, parameter, row, workload, title, unit },
    ]),
  );
  const { version, machine, recorded, figures } = run([...rows.keys()]) ??
    read();
  const results = figures.filter(({ row }) => rows.has(row)).map((
    { row, best, median, runs },
  ) => ({
    ...rows.get(row),
    contender: "go",
    kind: "other",
    runtime: RUNTIME,
    best,
    median,
    runs,
    ...(recorded ? { recorded: `${recorded}, ${machine}` } : {}),
  }));
  if (results.length === 0) return { results };
  return { title: recorded ? `${version}, recorded` : version, results };
}

function run(rows) {
  const { status, stdout } = spawnSync("go", ["run", ".", ...rows], {
    cwd: folder,
    encoding: "utf8",
    timeout: 300_000,
    env: { ...process.env, GOTOOLCHAIN: "local" },
  });
  if (status !== 0) return undefined;
  return { machine: cpus()[0]?.model ?? "?", ...JSON.parse(stdout) };
}

function read() {
  return JSON.parse(readFileSync(`${folder}recorded.json`, "utf8"));
}
