// The exercises of the lessons, as a reader runs them: their tests fail as long as nothing has been done, and pass with
// the solutions, on every runtime.
import * as assert from "uvu/assert";
import { fileURLToPath } from "node:url";
import { exercises, tasksOf } from "../../../tools/tour/exercises.ts";
import { lessons } from "../../../tools/tour/lesson.ts";
import { root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { commands, type Runtime, runtimes, start } from "./hash-tree/job.ts";

const test = suite("exercises");
const within = { within: 120_000 };
const command = fileURLToPath(new URL("../../../tools/tour/exercise.ts", import.meta.url));

function run(runtime: Runtime, ...words: readonly string[]) {
  return start([...commands[runtime], command, ...words], { cwd: root }).ended;
}

/** The tests that a run names behind this mark, in order. */
function marked(mark: "✓" | "✗", stdout: string): string[] {
  return [...stdout.matchAll(new RegExp(`^${mark} (.+)$`, "gm"))].map(([, title = ""]) => title);
}

for (const runtime of runtimes) {
  test(`on ${runtime} every test fails as long as nothing has been done, and passes with the solution`, async () => {
    const [untouched, solved] = await Promise.all([run(runtime, "all"), run(runtime, "all", "--solution")]);
    const titles = marked("✓", solved.stdout);
    assert.equal(marked("✗", solved.stdout), [], solved.stdout);
    assert.equal(marked("✓", untouched.stdout), [], untouched.stdout);
    assert.equal(marked("✗", untouched.stdout), titles);
    assert.equal([untouched.status, solved.status], [1, 0]);
    assert.match(solved.stdout, new RegExp(`\n${titles.length} of ${titles.length} tests pass\n$`));
  }, within);
}

test("each lesson has exercises, each of which has a test, and says what to observe", async () => {
  assert.equal(exercises(), lessons().map(({ file }) => file.replace(/^examples\/|\.ts$/g, "")));
  const { stdout } = await run("node", "all", "--solution");
  const sections = stdout.split(/^examples\/exercises\/(.+)\/solution\.ts$/m).slice(1);
  for (const [index, name] of exercises().entries()) {
    assert.is(sections[2 * index], name);
    const tasks = tasksOf(name);
    assert.ok(tasks.length >= 1 && tasks.length <= 3, name);
    assert.ok(tasks.every((task) => /\bObserve\b/.test(task)), name);
    assert.ok(marked("✓", sections[2 * index + 1] ?? "").length >= tasks.length, name);
  }
}, within);

test("a test that waits for ever fails by its name, and the next one runs", async () => {
  const { status, stdout } = await run("node", "15");
  assert.is(status, 1);
  assert.match(stdout, /✗ squares.*\n {4}It waits, and nothing is left that could wake it \(a deadlock\)\n✗ dine/);
}, within);

test("a word that is not the number of a lesson is refused with the list of those there are", async () => {
  for (const words of [["99"], ["nonsense"], []]) {
    const { status, stdout, stderr } = await run("node", ...words);
    assert.equal([status, stdout], [2, ""]);
    assert.match(stderr, /^Say which lesson: npm run exercise -- NUMBER /);
    for (const name of exercises()) assert.ok(stderr.includes(`${name}/exercise.ts`), name);
  }
}, within);

test.run();
