// Which suite a test file is in, and what that means.
import * as assert from "uvu/assert";
import { filesBelow } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("suites");

interface Suite {
  readonly files: readonly string[];
  readonly covered?: boolean;
}

const tool = (name: string) => import(new URL(`../../../tools/${name}.mjs`, import.meta.url).href);
const suites: readonly Suite[] = (await tool("suites")).suites();
const { avoiding }: {
  avoiding(files: readonly string[], kind: (path: string) => boolean): readonly string[];
} = await tool("front");

test("every test file is in exactly one suite, but for those with packages of their own, which are run by themselves", () => {
  const apart = ["test/platforms/apps/", "test/platforms/clients/", "test/platforms/packed/"];
  const files = filesBelow("test").filter((file) =>
    file.endsWith(".test.ts") && !apart.some((folder) => file.startsWith(folder))
  );
  assert.equal(suites.flatMap(({ files }) => files).sort(), files);
});

test("random programs count for no coverage: a line that only chance reaches would fail now and then", () => {
  const covered = suites.filter(({ covered }) => covered).flatMap(({ files }) => files);
  const fixed = avoiding(covered, (path) => path === "fast-check");
  assert.ok(covered.length > 200);
  assert.equal(covered.filter((file) => !fixed.includes(file)), []);
});

test.run();
