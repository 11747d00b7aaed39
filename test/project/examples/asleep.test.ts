// "All tasks are asleep", as a user sees it: real processes, on every runtime.
import * as assert from "uvu/assert";
import { fileURLToPath } from "node:url";
import { read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { withoutFolders } from "../../../tools/tour/lesson.ts";
import { commands, type Outcome, type Runtime, runtimes, start } from "./hash-tree/job.ts";

const test = suite("asleep");
const within = { within: 60_000 };

function run(runtime: Runtime, file: string): Promise<Outcome> {
  const path = fileURLToPath(new URL(`../../../${file}`, import.meta.url));
  return start([...commands[runtime], path]).ended;
}

function short(text: string): string {
  return withoutFolders(text.trimEnd());
}

async function everywhere(file: string, look: (outcome: Outcome, runtime: Runtime) => void) {
  await Promise.all(runtimes.map(async (runtime) => look(await run(runtime, file), runtime)));
}

for (const name of ["philosophers", "tee"]) {
  const file = `examples/asleep/${name}.ts`;
  test(`${file} ends with 2 and the report at its end, on every runtime`, async () => {
    const [, report = ""] = read(file).split("\n// Report:\n");
    await everywhere(file, ({ status, stdout, stderr }, runtime) => {
      assert.is(short(stderr), report.trimEnd().replace(/^\/\/ ?/gm, ""), runtime);
      assert.is(stdout, "", runtime);
      assert.is(status, 2, runtime);
    });
  }, within);
}

test("a program in which nobody waits at its end prints nothing", async () => {
  await everywhere("test/project/examples/asleep/healthy.ts", (outcome, runtime) => {
    assert.equal(outcome, { status: 0, signal: null, stdout: "1\n2\n3\n", stderr: "" }, runtime);
  });
}, within);

test("who is woken while the program ends is not asleep", async () => {
  await everywhere("test/project/examples/asleep/flushed.ts", (outcome, runtime) => {
    assert.equal(outcome, { status: 0, signal: null, stdout: "the last\n", stderr: "" }, runtime);
  });
}, within);

test("while a timer is left, nobody is asleep", async () => {
  await everywhere("test/project/examples/asleep/timer.ts", (outcome, runtime) => {
    assert.equal(outcome, { status: 0, signal: null, stdout: "1\n", stderr: "" }, runtime);
  });
}, within);

test("while a socket is left, nobody is asleep; when it is closed, they are", async () => {
  await everywhere("test/project/examples/asleep/server.ts", ({ status, stdout, stderr }, runtime) => {
    assert.is(stdout, "alive\nserved\n", runtime);
    assert.match(
      short(stderr),
      /^All tasks are asleep: .*\n1 operation waits:\n {2}handle waits to receive from requests /,
    );
    assert.is(status, 2, runtime);
  });
}, within);

test("a main module that hangs in a top-level await is reported on Node", async () => {
  const { status, stdout, stderr } = await run("node", "test/project/examples/asleep/top-level.ts");
  assert.is(stdout, "waiting\n");
  assert.match(stderr, /^All tasks are asleep: .*\n1 operation waits:\n {2}main waits to receive from jobs /);
  assert.is(status, 2);
}, within);

if (runtimes.includes("deno")) {
  test("a main module that hangs in a top-level await ends Deno with an error of Deno's own", async () => {
    const { status, stderr } = await run("deno", "test/project/examples/asleep/top-level.ts");
    assert.match(stderr, /Top-level await promise never resolved/);
    assert.is(status, 1);
  }, within);
}

if (runtimes.includes("bun")) {
  test(
    "a module that hangs in a top-level await, and was imported by one that does not, is reported on Bun",
    async () => {
      const { status, stderr } = await run("bun", "test/project/examples/asleep/imported.ts");
      assert.match(stderr, /^All tasks are asleep: .*\n1 operation waits:\n {2}\S+ waits to receive from jobs /);
      assert.is(status, 2);
    },
    within,
  );
}

test.run();
