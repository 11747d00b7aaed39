// The packed package in the bundlers that people use.
import * as assert from "uvu/assert";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { importSets } from "../../support/sizes.ts";
import { installed, patient } from "./installed.ts";

const test = suite("packed, bundled");

const one = `import { channel } from "sluice";\nglobalThis.made = channel(1);\n`;
const [{ budget } = { budget: 0 }] = importSets;

/** Holds a bundle of `one`: it works, is small, and has nothing of what was not imported. */
async function assertSmall(text: string): Promise<void> {
  const host = globalThis as { made?: { capacity: number } | undefined };
  await import(`data:text/javascript,${encodeURIComponent(text)}`);
  assert.is(host.made?.capacity, 1);
  delete host.made;
  for (const other of ["selectLoop", "debounce", "broadcast", "retry"]) assert.not.match(text, other);
  const { length } = gzipSync(text, { level: 9 });
  assert.ok(length < budget * 1_050, `${length} bytes`);
}

test("esbuild drops what is not imported", async () => {
  const { folder, write } = await installed();
  const { build } = await import("esbuild");
  await write("one.js", one);
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ["one.js"],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  await assertSmall(outputFiles[0]?.text ?? "");
}, patient);

test("an import of nothing costs a bundle nothing", async () => {
  const { folder, write } = await installed();
  const { build } = await import("esbuild");
  await write("nothing.js", `import "sluice";`);
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ["nothing.js"],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  assert.is(outputFiles[0]?.text.replace(/^\/\/.*$/gm, "").trim(), "");
}, patient);

test("Vite drops what is not imported", async () => {
  const { folder, write, node } = await installed();
  await write("one.js", one);
  await write(
    "vite.js",
    `
    import { build } from ${JSON.stringify(join(root, "test/platforms/packed/node_modules/vite/dist/node/index.js"))};
    const { output } = await build({
      root: ${JSON.stringify(folder)},
      configFile: false,
      logLevel: "error",
      build: { write: false, target: "es2022", modulePreload: false, rollupOptions: { input: "one.js" } },
    });
    console.log(output[0].code);
  `,
  );
  await assertSmall(await node("vite.js"));
}, patient);

test.run();
