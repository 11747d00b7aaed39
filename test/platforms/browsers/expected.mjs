// Which tests a browser has to run: those that Node knows in the same files, apart from exceptions that are named here.
import { run } from "../../../tools/child.mjs";
import { commandLine } from "../../../tools/runtimes.mjs";

/** Suites of what only some engines have, by the browsers that must have it. */
const only = { "Observable of the engine": ["chromium"] };

/** The names of all tests in these files, as Node finds them. */
export async function namesOf(files) {
  if (files.length === 0) return [];
  const { status, output } = await run(commandLine("node", "test/support/names.ts", ...files));
  if (status !== 0) throw new Error(`Cannot tell which tests there are:\n${output}`);
  return JSON.parse(output);
}

/** How the tests that a browser has run differ from those of Node, a line for each suite. */
export function differences(browser, expected, actual) {
  const [there, here] = [counted(expected), counted(actual)];
  const lines = [];
  for (const suite of new Set([...there.keys(), ...here.keys(), ...Object.keys(only)])) {
    const [wanted, found] = [there.get(suite) ?? 0, here.get(suite) ?? 0];
    const right = suite in only ? found > 0 === only[suite].includes(browser) : found === wanted;
    if (!right) lines.push(`   FAIL  "${suite}" has ${found} tests here, and ${wanted} on Node`);
  }
  return lines;
}

/** How many tests each suite has. */
function counted(names) {
  const counts = new Map();
  for (const name of names) {
    const [suite] = name.split(" › ");
    counts.set(suite, (counts.get(suite) ?? 0) + 1);
  }
  return counts;
}
