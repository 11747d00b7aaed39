// The recipe with fake timers is a test itself: it is run as its users would, and must pass, and must be able to fail.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { root } from "../../support/project.ts";
import { commands, start } from "../examples/hash-tree/job.ts";
import { suite } from "../../support/test.ts";

const test = suite("recipe: testing");
const folder = "examples/recipes/testing";

test("its tests pass", async () => {
  const { status, stdout, stderr } = await start([...commands.node, join(root, folder, "autosave.test.ts")]).ended;
  assert.is(status, 0, `${stdout}${stderr}`);
  assert.match(stdout, /^# pass 3$/m);
});

test("its tests fail when what they test waits for half as long", async () => {
  const copy = await mkdtemp(join(tmpdir(), "sluice-testing-"));
  try {
    for (const file of ["autosave.ts", "autosave.test.ts"]) {
      const text = await readFile(join(root, folder, file), "utf8");
      await writeFile(join(copy, file), text.replace("debounce(1_000)", "debounce(500)"));
    }
    const { status, stdout } = await start([...commands.node, join(copy, "autosave.test.ts")]).ended;
    assert.is(status, 1);
    assert.match(stdout, /^# fail [12]$/m);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
});

test.run();
