// The steps of `npm test`. A step is { name, title, run } with `run` giving { passed, failed, output }; `after` names the
// steps that must have ended before it, `alone` keeps the others from running beside it, `waits` says that it waits more
// than it computes, `long` starts it first.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { run } from "./child.mjs";
import { atTheFront } from "./front.mjs";
import { available, commandLine, engines, everywhere, runtimes, testRunner, version } from "./runtimes.mjs";
import { root } from "./setup.mjs";
import { engineSuite, suites } from "./suites.mjs";

const require = createRequire(import.meta.url);
const coverage = join(root, "node_modules", ".cache", "coverage");

/** The steps of `npm test` that can run here, and the names of the runtimes that cannot. */
export function steps() {
  const missing = everywhere.filter((name) => !available(name));
  const all = [...checks(missing), ...suites().flatMap((suite) => suiteSteps(suite, missing)), builtStep()];
  if (!missing.includes("bun")) all.push(bunTimersStep());
  return { steps: [...all, coverageStep(all), sameEverywhere(all)], missing };
}

/** The same for `npm run test:engines`. */
export function engineSteps() {
  const missing = engines.filter((name) => !available(name));
  const all = suiteSteps(engineSuite(), missing);
  return { steps: [...all, sameEverywhere(all)], missing };
}

function checks(missing) {
  const typescript = `TypeScript ${manifest("typescript").version}`;
  const always = [
    check("types", "everything type-checks", typescript, node(program("typescript", "bin/tsc"))),
    check(
      "types:source",
      "the source type-checks with no types but the standard ones",
      typescript,
      node(program("typescript", "bin/tsc"), "--project", "tsconfig.anywhere.json"),
    ),
    check(
      "types:build",
      "all of the source type-checks as it is built",
      typescript,
      node(program("typescript", "bin/tsc"), "--project", "tsconfig.build.json", "--noEmit"),
    ),
    check(
      "unused",
      "no file, export or dependency is unused",
      `knip ${manifest("knip").version}`,
      node(program("knip", "bin/knip.js"), "--no-config-hints"),
    ),
    check("build", "dist/ is written", `esbuild ${manifest("esbuild").version}`, node("tools/build.mjs")),
  ];
  return missing.includes("deno") ? always : [...always, ...denoChecks()];
}

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
  ];
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

function suiteSteps({ name, on, needs, after = [], alone, waits, long, covered = false, files }, missing) {
  if (missing.includes(needs)) return [];
  return on.filter((runtime) => !missing.includes(runtime)).map((runtime) => ({
    name: on.length > 1 ? `${name}:${runtime}` : name,
    title: `${files.length} files on ${runtimeTitle(runtime)}`,
    suite: name,
    runtime,
    after,
    alone,
    waits,
    long,
    covered: covered && runtime === "node",
    run() {
      return suiteOn(this, files);
    },
  }));
}

const runtimeTitle = (runtime) => `${runtimes[runtime].title} ${version(runtime)}`;

async function suiteOn({ suite, runtime, covered }, files) {
  if (files.length === 0) return { passed: 0, failed: 1, output: `No test files for "${suite}"` };
  const env = {
    ...(covered ? { NODE_V8_COVERAGE: coverage } : {}),
    // One runtime tries all that is tried at random; the programs are the same on each.
    ...(runtime === "node" ? {} : { SLUICE_EFFORT: "0.25" }),
  };
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
    run: async () => {
      const { status, output } = await run([runtimes.bun.path, "test", "./test/fake-timers/bun.mjs"]);
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

/** A suite that loses tests on one runtime would otherwise pass in silence. */
function sameEverywhere(all) {
  const several = [...new Set(all.map(({ suite }) => suite))].filter((suite) =>
    stepsOf(all, suite).length > 1 && suite
  );
  return {
    name: "same-everywhere",
    title: "every runtime ran the same number of tests",
    after: several.flatMap((suite) => stepsOf(all, suite).map(({ name }) => name)),
    run: (results) => {
      const rows = several.map((suite) => stepsOf(all, suite).map(({ name }) => [name, total(results.get(name))]));
      const different = rows.filter((row) => new Set(row.map(([, count]) => count)).size > 1);
      const output = different.map((row) => row.map(([name, count]) => `${name} ran ${count}`).join(", ")).join("\n");
      return { passed: rows.length - different.length, failed: different.length, output };
    },
  };
}

const stepsOf = (all, suite) => all.filter((step) => step.suite === suite);
const total = ({ passed, failed }) => passed + failed;
const node = (...words) => [process.execPath, ...words];
const manifest = (name) => JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
const program = (name, file) => join(root, "node_modules", name, file);
