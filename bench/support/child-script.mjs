// Runs a script of this folder in a fresh process of the same runtime; it prints one number.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

const deno = ["run", "--allow-all", "--no-check", "--cached-only"];

export function numberFrom(script, ...words) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const first = globalThis.Deno === undefined ? [] : deno;
  const { stdout, stderr } = spawnSync(process.execPath, [...first, path, ...words], { encoding: "utf8" });
  if (!(Number(stdout) > 0)) throw new Error(`Cannot run ${script}: ${stderr.slice(0, 200)}`);
  return Number(stdout);
}
