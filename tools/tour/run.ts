// Runs a lesson in a process of its own, on this Node.
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { type Flow, produce } from "sluice";
import { root } from "../../test/support/project.ts";
import { type Lesson, withoutFolders } from "./lesson.ts";

const typescript = ["--import", "./tools/typescript-hook.mjs"];

/**
 * The lines that a lesson prints, as they come; slowly, those that `slowly.ts` makes of them. Whoever leaves ends it. One that fails fails
 * the flow with what it complained of; the report of one that ends in a deadlock is not a complaint.
 */
export function run({ file, report }: Lesson, { slowly = false } = {}): Flow<string> {
  return produce<string>(async (out) => {
    const child = spawn(process.execPath, [...typescript, ...(slowly ? ["tools/tour/slowly.ts"] : []), file], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "close");
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => complaint += text);
    try {
      await out.sendAll(createInterface({ input: child.stdout }));
      const [status] = await ended;
      if (status === 2 && report.length > 0) await out.sendAll(withoutFolders(complaint).trimEnd().split("\n"));
      else if (status !== 0) throw new Error(`${file} ended with status ${status}: ${complaint}`);
    } finally {
      child.kill();
      await ended;
    }
  });
}
