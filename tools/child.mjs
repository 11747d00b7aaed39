// Child processes that cannot outlive us: each leads a group of its own, which ends with its time limit or with ours.
import { spawn } from "node:child_process";
import process from "node:process";
import { environment } from "./runtimes.mjs";
import { root } from "./setup.mjs";

const groups = new Set();

process.on("exit", () => groups.forEach(kill));
for (const [signal, number] of [["SIGINT", 2], ["SIGTERM", 15], ["SIGHUP", 1]]) {
  process.on(signal, () => process.exit(128 + number));
}

/**
 * Runs a command in the project's folder and gives its exit status (undefined when it was killed) and all it printed.
 *
 * @param {readonly string[]} command the path of the program, then its arguments
 * @param {{ limit?: number, env?: Record<string, string> }} options seconds until it is killed, and more environment
 */
export function run([path, ...words], { limit = 240, env = {} } = {}) {
  const child = spawn(path, words, {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...environment, NO_COLOR: "1", ...env },
  });
  groups.add(child.pid);
  const text = [];
  const keep = (chunk) => void text.push(chunk);
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", keep);
  return new Promise((resolve) => {
    const finish = (status, last = "") => {
      clearTimeout(timer);
      kill(child.pid);
      resolve({ status: status ?? undefined, output: `${text.join("")}${last}`.trim() });
    };
    const timer = setTimeout(() => finish(undefined, `\nKilled: still running after ${limit} s`), limit * 1_000);
    child.on("error", (error) => finish(undefined, `Cannot start ${path}: ${error.message}`));
    child.on("close", (status, signal) => finish(status, signal ? `\nEnded by ${signal}` : ""));
  });
}

// By group: a test may have started children of its own. Most of the time everybody has gone already.
function kill(group) {
  if (!groups.delete(group) || group === undefined) return;
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // Nobody left.
  }
}
