// Runs the job, in one of its versions, as a user does: in a process of its own, from source, on a runtime of choice.
import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

const project = new URL("../../../../", import.meta.url);
const inside = (path: string) => fileURLToPath(new URL(path, project));
const packages = (name: string) => `test/platforms/runtimes/${name}/node_modules/`;

/** The main job, and the same by other means. */
export const programs = { pipeline: "examples/hash-tree.ts", select: "examples/hash-tree-select.ts" } as const;

export type Version = keyof typeof programs;

/** How each runtime is told to run a program; its path and the folder follow. */
export const commands = {
  node: [process.execPath, "--import", new URL("tools/typescript-hook.mjs", project).href],
  deno: [inside(`${packages("deno")}@deno/linux-x64-glibc/deno`), "run", "-A"],
  bun: [inside(`${packages("bun")}@oven/bun-linux-x64/bin/bun`)],
} as const;

export type Runtime = keyof typeof commands;

/** Deno and Bun are installed for the platform of the tests alone. */
export const runtimes: readonly Runtime[] = process.platform === "linux" && process.arch === "x64"
  ? ["node", "deno", "bun"]
  : ["node"];

export function commandLine(runtime: Runtime, words: readonly string[], version: Version = "pipeline"): string[] {
  return [...commands[runtime], inside(programs[version]), ...words];
}

/** The same command, held to file permissions even when it is root that runs the tests. */
export function unprivileged(command: readonly string[]): string[] {
  const privileges = "-dac_override,-dac_read_search";
  const drop = ["setpriv", `--bounding-set=${privileges}`, `--inh-caps=${privileges}`];
  return process.getuid?.() === 0 ? [...drop, ...command] : [...command];
}

export interface Outcome {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Job {
  readonly child: ChildProcess;
  /** Resolves when standard output holds such a text. */
  readonly says: (text: RegExp) => Promise<void>;
  readonly ended: Promise<Outcome>;
}

// A failed test leaves no process behind.
const running = new Set<ChildProcess>();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

export function start([command = "", ...words]: readonly string[], options: SpawnOptions = {}): Job {
  const child = spawn(command, words, options);
  running.add(child);
  let stdout = "", stderr = "", heard = () => {};
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => stderr += text);
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      running.delete(child);
      resolve({ status, signal, stdout, stderr });
    });
  });
  const heardOf = (text: RegExp) =>
    new Promise<void>((resolve) => {
      heard = () => text.test(stdout) && resolve();
      heard();
    });
  const early = (text: RegExp) =>
    ended.then(({ stderr }) => Promise.reject(new Error(`It never said ${text}: ${stderr}`)));
  return { child, ended, says: (text) => Promise.race([heardOf(text), early(text)]) };
}

/** Runs it to its end. */
export function job(runtime: Runtime, words: readonly string[], version?: Version): Promise<Outcome> {
  return start(commandLine(runtime, words, version)).ended;
}

/** What stands in the table under that name. */
export function entry(stdout: string, name: string): string {
  const found = new RegExp(`^${name} {2,}(.*?)\\r?$`, "m").exec(stdout);
  if (found?.[1] === undefined) throw new Error(`Cannot find "${name}" in the table: ${JSON.stringify(stdout)}`);
  return found[1];
}

export function digest(stdout: string): string {
  return entry(stdout, "digest");
}
