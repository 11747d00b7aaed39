// One handler: what its server sustains, and what becomes of twice that, as it is and behind `guard`.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import os from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Server and load generator must not take the processor from each other. */
const pinned = os.cpus().length > 1 && spawnSync("taskset", ["--version"]).status === 0;
const [SERVER, LOAD] = [0, 1];

/** As many as never leave the server idle, and hardly have anybody wait. */
const BUSY = 16;

export async function measure(handler, seconds) {
  const { served: sustained } = await loaded([handler, "as-it-is"], [seconds / 2, "connections", BUSY]);
  const rate = 2 * sustained;
  const without = await loaded([handler, "as-it-is"], [seconds, "rate", rate]);
  const guarded = await loaded([handler, "guarded"], [seconds, "rate", rate]);
  return { pinned, sustained, rate, without, guarded };
}

/** What the load generator found out about a fresh server. */
async function loaded(server, load) {
  const running = started(SERVER, "server.mjs", ...server);
  try {
    const port = await firstLine(running);
    const generator = started(LOAD, "load.mjs", port, ...load);
    return JSON.parse(await firstLine(generator));
  } finally {
    running.kill();
    await once(running, "exit");
  }
}

function started(core, script, ...words) {
  const command = [process.execPath, fileURLToPath(new URL(script, import.meta.url)), ...words.map(String)];
  const [program, ...rest] = pinned ? ["taskset", "-c", String(core), ...command] : command;
  return spawn(program, rest, { stdio: ["ignore", "pipe", "inherit"] });
}

async function firstLine(child) {
  for await (const text of child.stdout.setEncoding("utf8")) return text.trim();
  throw new Error("Cannot measure: a process has ended before it said anything");
}
