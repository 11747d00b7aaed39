// Which test files there are, and on what they run. A folder of test, or of test/suites, test/platforms and test/project,
// is a suite. A folder without an entry here mirrors a room of src and is portable.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { engines, everywhere, runtimes } from "./runtimes.mjs";
import { root } from "./setup.mjs";

/** Where there are files: for what a bundle cannot do. */
const withFiles = everywhere.filter((name) => !runtimes[name].bundled);

// Not suites: the harness, the packages of runtimes, and suites with packages of their own, which are run by themselves.
const others = [
  "test/support/",
  "test/platforms/runtimes/",
  "test/platforms/browsers/",
  "test/platforms/packed/",
  "test/platforms/clients/",
  "test/platforms/apps/",
];

/** Programs made at random are a suite of their own wherever they stand: chance covers no room, and a line must not hang on it. */
function isRandom(file) {
  return file.startsWith("test/suites/property/") || /\.(laws|model)\.test\.ts$/.test(file);
}

/** Who starts a server needs what each runtime has of its own for that. */
function startsServer(file) {
  return file.endsWith(".servers.test.ts");
}

/**
 * Suites with a step of their own. `takes`: the files that are theirs, else those in the folder of that name. `alone`: it
 * measures time, so nothing else may run beside it. `waits`: for others and for time, more than it computes. `early`: it is
 * started first. `covered`: it tests a room of src, whose every line must run. `needs`: runtimes that it starts. `long`: it
 * runs in `npm run test:all`, and not in `npm test`.
 */
const special = {
  property: { on: everywhere, takes: isRandom },
  node: { on: withFiles, covered: true },
  "web:servers": { on: withFiles, waits: true, covered: true, takes: startsServer },
  web: { on: everywhere, covered: true },
  trace: { on: withFiles, covered: true },
  house: { on: ["node"], after: ["build"] },
  pages: { on: ["node"], waits: true, needs: ["deno", "bun", "node22"], long: true },
  recipes: { on: ["node"], waits: true },
  examples: { on: ["node"], waits: true, early: true, needs: ["deno", "bun"], long: true },
  leaks: { on: ["node"], long: true },
  load: { on: ["node"], waits: true, long: true },
  workerd: { on: ["node"], needs: ["workerd"], long: true },
  runtime: { on: withFiles, alone: true },
  arguments: { on: withFiles },
  printing: { on: withFiles, covered: true },
  "fake-timers": { on: withFiles },
};

/** Every suite, as { name, files, on, … }. A file belongs to the first one that takes it. */
export function suites() {
  const files = testFiles("test").filter((file) => !others.some((folder) => file.startsWith(folder)));
  const takers = Object.entries(special).map(([name, { takes = inFolder(name) }]) => ({ name, takes }));
  const suiteOf = (file) => takers.find(({ takes }) => takes(file))?.name ?? "unit";
  return Object.entries({ unit: { on: everywhere, covered: true }, ...special }).map(([name, how]) => ({
    name,
    ...how,
    files: files.filter((file) => suiteOf(file) === name),
  }));
}

function inFolder(name) {
  const folder = new RegExp(`^test/(?:(?:suites|platforms|project)/)?${name}/`);
  return (file) => folder.test(file);
}

/**
 * What bare engines run, and Node beside them, to be compared with. Files named `.rejections` need an engine that tells
 * which rejections nobody has handled, and files named `.platform` one with more than ECMAScript.
 */
export function engineSuite() {
  const files = ["test/core", "test/buffers"].flatMap(testFiles).filter((file) =>
    !/\.(rejections|platform)\./.test(file)
  );
  return { name: "engines", on: ["node", ...engines], files };
}

/**
 * The folders whose packages these files need: the nearest with a package.json, where that is not the root. Such a folder
 * has a lock of its own, and is installed before its files are run.
 */
export function packagesOf(files) {
  const nearest = (folder) =>
    folder === "." || existsSync(join(root, folder, "package.json")) ? folder : nearest(dirname(folder));
  return [...new Set(files.map((file) => nearest(dirname(file))))].filter((folder) => folder !== ".");
}

/** The test files below a folder. The packages below it, which are many, are not looked at. */
function testFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : testFiles(path);
    return path.endsWith(".test.ts") ? [path] : [];
  }).sort();
}
