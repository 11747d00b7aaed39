// `npm start [-- FOLDER]`: installs what is missing, then runs the main job from source in this very process, so that
// Ctrl-C and the exit status are the job's own.
import { resolve } from "node:path";
import process from "node:process";
import { root, setup } from "./setup.mjs";

const help = `npm start [-- FOLDER]

Hashes every file below FOLDER, 8 at once, and shows how full each buffer of the pipeline is.
Without FOLDER it hashes node_modules, the largest folder of the project.
Ctrl-C ends it with the table so far. The first start installs the project's packages by npm.`;

const words = process.argv.slice(2);
if (words.includes("--help") || words.includes("-h")) {
  console.log(help);
  process.exit(0);
}
followParent();
await setup();
await import("./typescript-hook.mjs");
if (words.length === 0) console.log("No folder was named, so this is node_modules; for another: npm start -- FOLDER");
process.argv.splice(2, Infinity, ...(words.length === 0 ? [resolve(root, "node_modules")] : folders()));
await import("../examples/hash-tree.ts");

/**
 * npm starts this through a shell and passes a signal on to that, which dies of it and leaves its child behind: the signal
 * was meant for the job.
 */
function followParent() {
  const { ppid: parent } = process;
  const look = () => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  };
  setInterval(look, 100).unref();
}

// npm runs scripts in the project's folder, but the user means the folder they stand in.
function folders() {
  const { INIT_CWD: from, npm_lifecycle_event: script } = process.env;
  return script === "start" && from !== undefined ? words.map((word) => resolve(from, word)) : words;
}
