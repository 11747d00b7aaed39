// What adapters add to a bundle.
import * as assert from "uvu/assert";
import { code, exportedNames, filesBelow, imports } from "../../support/project.ts";
import { bundled } from "../../support/sizes.ts";
import { suite } from "../../support/test.ts";

const test = suite("adapters");

const core = `export * from "./dist/mod.js";`;

for (const room of ["web", "node"]) {
  const adapters = exportedNames(`src/${room}/mod.ts`).filter((name) => /^[a-z]/.test(name));

  test(`each adapter of sluice/${room} adds at most 1,100 bytes to a bundle of sluice`, async () => {
    const { bytes } = await bundled(core);
    const sizes = await Promise.all(adapters.map(async (name) => {
      const together = await bundled(`${core} export { ${name} } from "./dist/${room}/mod.js";`);
      return [name, together.bytes - bytes] as const;
    }));
    assert.ok(sizes.length > 0 && sizes.every(([, size]) => size > 0));
    assert.equal(sizes.filter(([, size]) => size > 1_100), []);
  });
}

test("a browser bundle of sluice/web holds no code of Node", async () => {
  const { text } = await bundled(`export * from "./dist/web/mod.js";`);
  assert.not.match(text, /\bnode:|\brequire\(|\bBuffer\.|\bprocess\./);
});

test("src/web and what it stands on use standard web APIs only", () => {
  const files = filesBelow("src").filter((file) => /^src\/(web|push)\//.test(file));
  assert.ok(files.length > 0);
  assert.equal(files.filter((file) => imports(file).some((specifier) => specifier.startsWith("node:"))), []);
  assert.equal(files.filter((file) => /\b(?:process|Buffer|Deno|Bun)\./.test(code(file))), []);
});

test.run();
