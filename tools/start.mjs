// `npm start [-- FOLDER]`: installs what is missing, then runs the main job from source in this very process, so that
// Ctrl-C and the exit status are the job's own and pass through nobody else's hands.
import { resolve } from "node:path";
import process from "node:process";
import { root, setup } from "./setup.mjs";

await setup();
await import("./typescript-hook.mjs");
process.argv.splice(2, Infinity, ...folders(process.argv.slice(2)));
await import("../examples/hash-tree.ts");

// npm runs scripts in the project's folder, but the user means the folder they stand in.
function folders(words) {
  const { INIT_CWD: from, npm_lifecycle_event: script } = process.env;
  if (script !== "start" || from === undefined || resolve(from) === resolve(root)) return words;
  return words.map((word) => word.startsWith("-") ? word : resolve(from, word));
}
