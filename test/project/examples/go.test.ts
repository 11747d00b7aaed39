// The pairs of examples/go: ours prints what Go's printed, on every runtime; docs/go-to-sluice.md shows both as they are.
import * as assert from "uvu/assert";
import { fileURLToPath } from "node:url";
import { shownOn, withPrograms } from "../../../tools/tour/embed.ts";
import { lines, pairs, recorded } from "../../../tools/tour/go-pairs.ts";
import { read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { commands, runtimes, start } from "./hash-tree/job.ts";

const test = suite("go");
const page = "docs/go-to-sluice.md";

for (const { name, ours } of pairs()) {
  test(`${ours} prints what the Go program beside it printed, on every runtime`, async () => {
    const path = fileURLToPath(new URL(`../../../${ours}`, import.meta.url));
    await Promise.all(runtimes.map(async (runtime) => {
      const { status, signal, stdout, stderr } = await start([...commands[runtime], path]).ended;
      assert.equal(lines(stdout), recorded().printed[name], `${runtime}: ${stderr}`);
      assert.equal([status, signal], [0, null], `${runtime}: ${stderr}`);
    }));
  });
}

test("what Go printed is recorded for each pair, and for nothing else", () => {
  assert.ok(pairs().length >= 12);
  assert.equal(Object.keys(recorded().printed), pairs().map(({ name }) => name));
});

test("docs/go-to-sluice.md shows the programs and their output as they are, and names the version of Go", () => {
  const text = read(page);
  assert.is(text, withPrograms(text), "npm run pages writes them");
  assert.match(text, `(${recorded().version}, `);
});

test("docs/go-to-sluice.md shows each pair once: Go's, ours, the output", () => {
  const inOrder = shownOn(read(page));
  const of = (name: string) => [`examples/go/${name}/main.go`, `examples/go/${name}/main.ts`, `output of ${name}`];
  const names = inOrder.flatMap((what) => /^output of (.*)$/.exec(what)?.[1] ?? []);
  assert.equal(inOrder, names.flatMap(of));
  assert.equal(names.sort(), pairs().map(({ name }) => name));
});

test.run();
