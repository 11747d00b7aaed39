// The page of the recipes shows every one of them, as it is now.
import * as assert from "uvu/assert";
import { shownOn, withPrograms } from "../../../tools/tour/embed.ts";
import { filesBelow, imports, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("recipes: page");
const page = read("docs/recipes.md");
const files = filesBelow("examples/recipes").filter((file) => !file.endsWith(".json"));

test("docs/recipes.md shows the programs as they are: npm run pages puts them there", () => {
  assert.is(page, withPrograms(page));
});

test("every recipe is on the page, whole and once", () => {
  assert.equal(shownOn(page).sort(), files);
});

test("every recipe is named by a test that runs it", () => {
  const tests = [
    ...filesBelow("test/project/recipes"),
    ...filesBelow("test/platforms/apps"),
    "test/platforms/browsers/examples.mjs",
  ].map(read)
    .join();
  const named = (file: string) => {
    const [, name] = /^examples\/(recipes\/(?:apps\/)?[\w-]+)/.exec(file) ?? [];
    return tests.includes(`${name}`);
  };
  assert.equal(files.filter((file) => !named(file)), []);
});

test("a recipe imports what users can import: Sluice by its name, packages, and its neighbours", () => {
  const foreign = files.filter((file) => file.endsWith(".ts")).flatMap((file) =>
    imports(file).filter((from) => from.startsWith("..")).map((from) => `${file}: ${from}`)
  );
  assert.equal(foreign, []);
});

test.run();
