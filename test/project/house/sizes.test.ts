// What the package adds to a bundle. `npm run sizes` prints the figures and puts them into docs/runtimes.md.
import * as assert from "uvu/assert";
import { read } from "../../support/project.ts";
import { bundled, importSets, sizesPage, withSizes } from "../../support/sizes.ts";
import { suite } from "../../support/test.ts";

const test = suite("sizes");

for (const { title, code, budget } of importSets) {
  test(`a bundle of ${title.replaceAll("`", "")} has at most ${budget} kB, minified and compressed`, async () => {
    const { bytes } = await bundled(code);
    assert.ok(bytes > 1_000, `${bytes} bytes cannot be all of it`);
    assert.ok(bytes <= budget * 1_000, `${bytes} bytes: see npm run sizes, and test/support/sizes.ts for the budgets`);
  });
}

test("the page has the sizes of this build", async () => {
  const bytes = [];
  for (const { code } of importSets) bytes.push((await bundled(code)).bytes);
  const page = read(sizesPage);
  assert.is(page, withSizes(page, bytes), "npm run sizes writes them");
});

test("what is not imported stays out of a bundle, whatever it extends and however its members are named", async () => {
  const { text } = await bundled(`export { ChannelClosedError } from "./dist/mod.js"`);
  assert.match(text, "ChannelClosedError");
  assert.not.match(text, "OverflowError");
  assert.ok(text.length < 1_200, text);
});

test.run();
