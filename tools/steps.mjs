// The steps of `npm test` and its relatives. A step is { name, title, run } with `run` returning { passed, failed, output };
// `long` keeps it out of `npm test`; `needs` names the folders whose packages it uses, `requires` the runtimes; `after` names
// the steps that must have ended before it, `alone` keeps the others from running beside it, `waits` says that it waits more
// than it computes, `early` starts it first.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { namesOf } from "../test/platforms/browsers/expected.mjs";
import { run } from "./child.mjs";
import { atTheFront } from "./front.mjs";
import { commandLine, folderOf, runtimes, testRunner, version } from "./runtimes.mjs";
import { root } from "./setup.mjs";
import { engineSuite, packagesOf, suites } from "./suites.mjs";

const require = createRequire(import.meta.url);
const coverage = join(root, "node_modules", ".cache", "coverage");
const knip = join(root, "tools", "knip", "node_modules", "knip", "bin", "knip.js");

/** What `npm test` runs on; `npm run test:all` adds the others. */
const usual = ["node", "deno", "bun"];

/** The steps of each tier: `npm test`, `npm run test:all`, and what the second has that the first has not. */
const tiers = { usual: ({ long }) => !long, all: () => true, rest: ({ long }) => long };

/** The steps of a tier. */
export function steps(tier) {
  const all = [
    ...checks(),
    ...suites().flatMap(suiteSteps),
    ...[fullEffort(), builtStep(), bunTimersStep()],
  ];
  const chosen = [...all, coverageStep(all)].filter(tiers[tier]).map(withRuntimes);
  return [...chosen, sameEverywhere(chosen)];
}

/** The steps of `npm run test:engines`. */
export function engineSteps() {
  const all = suiteSteps(engineSuite());
  return [...all, sameEverywhere(all)];
}

/** A runtime is a folder of packages, too. */
function withRuntimes(step) {
  const { needs = [], requires = [] } = step;
  return { ...step, needs: [...needs, ...requires.map(folderOf)].filter((folder) => folder !== undefined) };
}

function checks() {
  const packages = suites().flatMap(({ files }) => packagesOf(files));
  return [
    {
      ...check("types", "everything type-checks", typescript(), node(program("typescript", "bin/tsc"))),
      needs: [...new Set(packages)],
    },
    check(
      "types:source",
      "the source type-checks with no types but the standard ones",
      typescript(),
      node(program("typescript", "bin/tsc"), "--project", "test/project/types/tsconfig.json"),
    ),
    check(
      "types:build",
      "all of the source type-checks as it is built",
      typescript(),
      node(program("typescript", "bin/tsc"), "--project", "src/tsconfig.json", "--noEmit"),
    ),
    {
      ...check(
        "unused",
        "no file, export or dependency is unused",
        "knip",
        node(knip, "--config", "tools/knip/knip.json", "--no-config-hints"),
      ),
      needs: ["tools/knip"],
    },
    check("build", "dist/ is written", `esbuild ${manifest("esbuild").version}`, node("tools/build.mjs")),
    ...denoChecks(),
  ];
}

const typescript = () => `TypeScript ${manifest("typescript").version}`;

function denoChecks() {
  const title = `Deno ${version("deno")}`;
  const deno = (...words) => [runtimes.deno.path, ...words];
  const entries = Object.values(JSON.parse(readFileSync(join(root, "deno.json"), "utf8")).exports);
  return [
    check("format", "deno fmt --check", title, deno("fmt", "--check")),
    check("lint", "deno lint", title, deno("lint")),
    check("docs", "deno doc --lint", title, deno("doc", "--lint", ...entries)),
    check("publish", "deno publish --dry-run", title, deno("publish", "--dry-run", "--allow-dirty")),
    {
      name: "examples-in-docs",
      waits: true, // for the timers of a hundred examples, one after the other
      title: `deno test --doc, ${title}`,
      run: async () => {
        const words = ["test", "--doc", "--allow-all", "--cached-only", "src", ...pages()];
        return denoCount(await run(deno(...words)));
      },
    },
  ].map((step) => ({ ...step, requires: ["deno"] }));
}

/** Pages whose code must run: those with a block of TypeScript. */
function pages() {
  const docs = join(root, "docs");
  const files = existsSync(docs) ? readdirSync(docs).map((file) => join("docs", file)) : [];
  return ["README.md", ...files].filter((file) =>
    file.endsWith(".md") && existsSync(join(root, file)) &&
    /^\s*```(ts|typescript|js)\b/m.test(readFileSync(join(root, file), "utf8"))
  );
}

/** A command that counts as one test: it passes when its exit status is 0. What it prints matters only when it fails. */
function check(name, what, title, command) {
  return {
    name,
    title: `${what}, ${title}`,
    run: async () => {
      const { status, output } = await run(command);
      return status === 0 ? { passed: 1, failed: 0, output: "" } : { passed: 0, failed: 1, output };
    },
  };
}

function suiteSteps({ name, on, needs = [], files, covered = false, long = false, ...how }) {
  return on.map((runtime) => ({
    ...how,
    name: on.length > 1 ? `${name}:${runtime}` : name,
    title: `${files.length} files on ${runtimeTitle(runtime)}`,
    suite: name,
    runtime,
    files,
    needs: packagesOf(files),
    requires: [runtime, ...needs],
    long: long || !usual.includes(runtime),
    covered: covered && runtime === "node",
    run() {
      // Of what is tried at random, each runtime tries the same quarter; `property:full` tries all.
      return suiteOn(this, runtime === "node" && covered ? {} : { SLUICE_EFFORT: "0.25" });
    },
  }));
}

/** Once more, four times as much of what is tried at random, with other seeds. */
function fullEffort() {
  const [step] = suiteSteps(suites().find(({ name }) => name === "property"));
  return {
    ...step,
    name: "property:full",
    title: `${step.title}, in full`,
    suite: undefined,
    long: true,
    early: true,
    run: () => suiteOn(step, { SLUICE_SEED: "2" }),
  };
}

const runtimeTitle = (runtime) => `${runtimes[runtime].title} ${version(runtime)}`;

async function suiteOn({ name, runtime, covered, files }, environment) {
  if (files.length === 0) return { passed: 0, failed: 1, output: `No test files for "${name}"` };
  const env = { ...(covered ? { NODE_V8_COVERAGE: coverage } : {}), ...environment };
  return counted(await run(commandLine(runtime, testRunner, ...files), { env, limit: 900 }));
}

/** What users get is what was tested: the unit tests once more, on the built package, but for those that look inside. */
function builtStep() {
  return {
    name: "built",
    title: `unit tests that use nothing but the front door, on dist/, Node ${version("node")}`,
    after: ["build"],
    run: async () => {
      const files = suites().filter(({ covered }) => covered).flatMap((suite) => suite.files);
      const words = commandLine("node", testRunner, ...atTheFront(files));
      return counted(await run(words, { env: { SLUICE_BUILT: "1" } }));
    },
  };
}

/** Bun's fake timers are there only under its own test runner, which ends with ` 8 pass` and ` 0 fail`. */
function bunTimersStep() {
  return {
    name: "fake-timers:bun-test",
    title: `the fake timers of bun:test, Bun ${version("bun")}`,
    needs: ["test/platforms/fake-timers"],
    requires: ["bun"],
    run: async () => {
      const { status, output } = await run([runtimes.bun.path, "test", "./test/platforms/fake-timers/bun.mjs"]);
      const [, passed = 0, failed = 0] = (/^ (\d+) pass\n (\d+) fail$/m.exec(output) ?? []).map(Number);
      return { passed, failed: status === 0 && passed > 0 ? failed : Math.max(failed, 1), output };
    },
  };
}

/** Reads the last `N passed, N failed` of a run. One that ended badly without a failed test counts as one. */
function counted({ status, output }) {
  const lines = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)];
  const [, passed = 0, failed = 0] = (lines.at(-1) ?? []).map(Number);
  if (status === 0 && passed > 0 && failed === 0) return { passed, failed, output };
  const reason = status === undefined ? "was killed" : `ended with status ${status}`;
  const text = failed > 0 ? output : `${output}\n\nThe run ${reason} after ${passed} passed tests`;
  return { passed, failed: Math.max(failed, 1), output: text };
}

/** The same for `deno test`, which ends with `ok | 3 passed | 0 failed (1s)`. */
function denoCount({ status, output }) {
  const [, passed = 0, failed = 0] = (/(\d+) passed(?: \([^)]*\))? \| (\d+) failed/.exec(output) ?? []).map(Number);
  if (status === 0 && passed > 0) return { passed, failed, output: "" };
  return { passed, failed: Math.max(failed, 1), output: output || "No example ran" };
}

function coverageStep(all) {
  rmSync(coverage, { recursive: true, force: true }); // of the run before
  const covered = all.filter((step) => step.covered).map(({ name }) => name);
  const rooms = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}`);
  return {
    name: "coverage",
    title: `all of ${rooms.join(", ")} by ${covered.join(" and ")}, c8 ${manifest("c8").version}`,
    after: covered,
    run: async () => {
      const { status, output } = await run(node(
        program("c8", "bin/c8.js"),
        "report",
        `--temp-directory=${coverage}`,
        "--exclude-after-remap",
        "--all",
        ...rooms.map((room) => `--include=${room}/**/*.ts`),
        ...typesOnly(rooms).map((file) => `--exclude=${file}`),
        "--reporter=text",
        "--skip-full",
        "--reporter=text-summary",
        "--check-coverage",
        ...["lines", "branches", "functions", "statements"].map((kind) => `--${kind}=100`),
      ));
      const complete = status === 0 && /^Lines +: 100%/m.test(output);
      return { passed: Number(complete), failed: Number(!complete), output };
    },
  };
}

/** Files that leave no code behind, so that no run can cover them. */
function typesOnly(rooms) {
  const { transformSync } = require("esbuild");
  const files = rooms.flatMap((room) =>
    existsSync(join(root, room))
      ? readdirSync(join(root, room), { recursive: true }).map((file) => `${room}/${file}`)
      : []
  ).filter((file) => file.endsWith(".ts"));
  return files.filter((file) =>
    transformSync(readFileSync(join(root, file), "utf8"), { loader: "ts" }).code.trim() === ""
  );
}

/** A suite that loses tests on one runtime would otherwise pass in silence. Where Node did not run it, Node counts its tests. */
function sameEverywhere(all) {
  const names = [...new Set(all.filter(({ runtime }) => runtime !== undefined).map(({ suite }) => suite))];
  const shared = names.filter((suite) => suite && stepsOf(all, suite).some(({ runtime }) => runtime !== "node"));
  return {
    name: "same-everywhere",
    title: "every runtime ran the same number of tests",
    after: shared.flatMap((suite) => stepsOf(all, suite).map(({ name }) => name)),
    run: async (results) => {
      const rows = await Promise.all(shared.map(async (suite) => {
        const steps = stepsOf(all, suite).filter(({ name }) => results.has(name));
        const counts = steps.map(({ name }) => [name, total(results.get(name))]);
        return steps.some(({ runtime }) => runtime === "node")
          ? counts
          : [await countOnNode(steps[0].files), ...counts];
      }));
      const different = rows.filter((row) => new Set(row.map(([, count]) => count)).size > 1);
      const output = different.map((row) => row.map(([name, count]) => `${name} ran ${count}`).join(", ")).join("\n");
      return { passed: rows.length - different.length, failed: different.length, output };
    },
  };
}

async function countOnNode(files) {
  return ["Node would have", (await namesOf(files)).length];
}

const stepsOf = (all, suite) => all.filter((step) => step.suite === suite);
const total = ({ passed, failed }) => passed + failed;
const node = (...words) => [process.execPath, ...words];
const manifest = (name) => JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
const program = (name, file) => join(root, "node_modules", name, file);
