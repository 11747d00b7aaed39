// Counts instructions by valgrind's callgrind. Of the engine only what runs in JavaScript's stead counts: the machine code
// that it makes, and its builtins, such as `await`. What its compiler and its garbage collector do depends on the moment.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { run } from "../../tools/child.mjs";

/** The instructions of a whole process of Node that runs this script with these words. */
export async function instructions(...words) {
  const folder = await mkdtemp(join(tmpdir(), "sluice-"));
  try {
    const file = join(folder, "counts");
    const valgrind = ["--tool=callgrind", `--callgrind-out-file=${file}`, "--smc-check=all-non-file"];
    // In one thread, so that the same is compiled at the same time.
    const node = [process.execPath, "--single-threaded", "--max-semi-space-size=64"];
    const { status, output } = await run(["valgrind", ...valgrind, ...node, ...words], { limit: 600 });
    if (status !== 0) throw new Error(`Cannot count ${words.join(" ")}: ${output.slice(-2000)}`);
    return counted(await readFile(file, "utf8"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * The sum over a file of callgrind's. `ob=(1) PATH` and `fn=(2) NAME` say whose the following lines are, each ending with
 * a count, and name what only has its number from then on; so do `cob=` and `cfn=` for who is called. The line after
 * `calls=` has what that call took. Machine code that was made belongs to no file.
 */
function counted(text) {
  const names = { ob: new Map(), fn: new Map() };
  const current = { ob: "", fn: "" };
  let [sum, isCall] = [0, false];
  for (const line of text.split("\n")) {
    const [, called, kind, number, name] = /^(c?)(ob|fn)=\((\d+)\)(?: (.*))?$/.exec(line) ?? [];
    if (kind !== undefined) {
      if (name !== undefined) names[kind].set(number, name);
      if (called === "") current[kind] = names[kind].get(number);
    } else if (/^[+\-*\d]/.test(line)) {
      const counts = !isCall && (current.ob === "???" || current.fn.startsWith("Builtins_"));
      if (counts) sum += Number(line.slice(line.lastIndexOf(" ")));
      isCall = false;
    } else if (line.startsWith("calls=")) isCall = true;
  }
  return sum;
}
