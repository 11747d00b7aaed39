// A project that has the packed package installed, as npm does it, and nothing else. For Node.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { root } from "../../support/project.ts";

const execute = promisify(execFile);

/** For tests that run compilers and other slow programs. */
export const patient = { within: 240_000 };

/** A project that is used by all tests, each of which adds files of its own. */
export interface Project {
  readonly folder: string;
  /** The tarball of the package. */
  readonly tarball: string;
  write(file: string, text: string): Promise<void>;
  /** Runs Node here and gives what it printed; a failure brings that along. */
  node(...words: string[]): Promise<string>;
}

let made: Promise<Project> | undefined;

/** The project, made once; it goes when the process ends. */
export function installed(): Promise<Project> {
  return made ??= make();
}

async function make(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
  const tarball = await pack(root, folder);
  await npm(folder, "install", "--offline", "--no-audit", "--no-fund", tarball);
  return {
    folder,
    tarball,
    write: async (file, text) => {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    },
    node: (...words) => run(process.execPath, words, folder),
  };
}

async function pack(from: string, folder: string): Promise<string> {
  const before = new Set(await readdir(folder));
  await npm(folder, "pack", from, "--ignore-scripts", "--pack-destination", folder);
  const [file = ""] = (await readdir(folder)).filter((name) => name.endsWith(".tgz") && !before.has(name));
  return join(folder, file);
}

function npm(folder: string, ...words: string[]): Promise<string> {
  const path = process.env["npm_execpath"];
  const [command, ...first] = path?.endsWith(".js") ? [process.execPath, path] : ["npm"];
  return run(command ?? "npm", [...first, ...words], folder);
}

/** Runs a program in a folder and gives what it printed. */
export async function run(program: string, words: readonly string[], folder: string): Promise<string> {
  const environment: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1" };
  delete environment["npm_config_local_prefix"];
  delete environment["NODE_OPTIONS"];
  try {
    return (await execute(program, words, { cwd: folder, env: environment })).stdout;
  } catch (error) {
    const { message, stdout, stderr } = error as { message: string; stdout?: string; stderr?: string };
    throw new Error(`${message}\n${stdout ?? ""}${stderr ?? ""}`);
  }
}
