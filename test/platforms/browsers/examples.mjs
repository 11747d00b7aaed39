// The example pages, as their users have them: built by Vite, or with no build step; and clicked through.
import { strict as assert } from "node:assert";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";
import { build } from "vite";
import { root } from "../../../tools/setup.mjs";
import { open } from "./site.mjs";

const checks = {
  "a page built by Vite counts clicks, and when its counter is unmounted nothing waits": async (browser) => {
    const folder = await mkdtemp(join(tmpdir(), "sluice-page-"));
    try {
      await build({
        root: join(root, "examples", "page"),
        configFile: false,
        logLevel: "error",
        resolve: { alias: { sluice: join(root, "dist", "mod.js") } },
        build: { outDir: folder, emptyOutDir: true, target: "es2022" },
      });
      const files = { "/": await readFile(join(folder, "index.html"), "utf8") };
      await visit(browser, { files, folders: { "/": pathToFileURL(`${folder}/`) } }, "/", clickThrough);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  "a page with no build step counts clicks": async (browser) => {
    const files = { "/": await readFile(join(root, "examples", "no-build.html"), "utf8") };
    const folders = { "/node_modules/sluice/dist/": pathToFileURL(join(root, "dist/")) };
    await visit(browser, { files, folders }, "/", async (page) => {
      for (let click = 0; click < 3; click++) await page.click("button");
      await text(page, "output", "3");
    });
  },
  "the React recipe shows the newest position under StrictMode, and listens once, and unmounted not at all": async (
    browser,
  ) => {
    const script = await bundled("recipes/apps/react/pointer.tsx");
    const files = {
      "/": '<!DOCTYPE html><p id="place"></p><script type="module" src="/page.js"></script>',
      "/page.js": script,
    };
    await visit(browser, { files }, "/", async (page) => {
      await text(page, "#place output", "nowhere");
      const listeners = () => page.evaluate(() => globalThis.listeners);
      assert.deepEqual(await listeners(), { added: 2, removed: 1 }); // StrictMode mounts twice
      await page.mouse.move(10, 20);
      await text(page, "#place output", "10, 20");
      await page.mouse.move(300, 40, { steps: 50 });
      await text(page, "#place output", "300, 40");
      await page.evaluate(() => globalThis.root.unmount());
      assert.deepEqual(await listeners(), { added: 2, removed: 2 });
      assert.equal(await page.locator("#place *").count(), 0);
    });
  },
};

/** A page that shows a component of the examples, in React's development build, and counts who listens to the pointer. */
async function bundled(component) {
  const { outputFiles: [script] } = await bundle({
    stdin: {
      contents: `
        import { show } from "./${component}";
        globalThis.listeners = { added: 0, removed: 0 };
        for (const [method, count] of [["addEventListener", "added"], ["removeEventListener", "removed"]]) {
          const own = window[method].bind(window);
          window[method] = (type, ...rest) => {
            if (type === "pointermove") listeners[count]++;
            own(type, ...rest);
          };
        }
        globalThis.root = show(document.getElementById("place"));`,
      resolveDir: join(root, "examples"),
    },
    alias: { sluice: join(root, "dist", "mod.js"), "sluice/web": join(root, "dist", "web", "mod.js") },
    bundle: true,
    define: { "process.env.NODE_ENV": '"development"' },
    format: "esm",
    jsx: "automatic",
    logLevel: "silent",
    write: false,
  });
  return script.text;
}

async function clickThrough(page) {
  for (let round = 1; round <= 2; round++) {
    await page.click("#mount");
    await text(page, "#counter output", "0 clicks");
    await page.click("#counter button");
    await text(page, "#counter output", "1 click");
    await page.click("#counter button");
    await text(page, "#counter output", "2 clicks");
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
    await page.click("#unmount");
    await text(page, "#status", "unmounted, 0 waiting");
    assert.equal(await page.locator("#counter *").count(), 0);
  }
}

/** Waits until an element has this text. */
async function text(page, selector, expected) {
  const found = page.locator(selector);
  await page.waitForFunction(
    ([selector, expected]) => document.querySelector(selector)?.textContent === expected,
    [selector, expected],
    { timeout: 60_000 },
  ).catch(async () => assert.equal(await found.textContent(), expected));
}

/** Opens a page of a site, uses it, and fails for whatever the page itself reports. */
async function visit(browser, content, path, use) {
  const site = await open(content);
  try {
    const { page, close } = await browser.open(`${site.url}${path}`);
    const errors = [];
    page.on("pageerror", (error) => errors.push(error));
    await use(page);
    assert.deepEqual(errors, []);
    await close();
  } finally {
    await site.close();
  }
}

/** Runs all of them in a browser that Playwright drives. */
export async function examples(browser) {
  const started = performance.now();
  const output = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check(browser);
    } catch (error) {
      output.push(`   FAIL  examples  "${name}"\n    ${error.stack}`);
    }
  }
  const total = Object.keys(checks).length;
  const seconds = (performance.now() - started) / 1_000;
  return { passed: total - output.length, failed: output.length, seconds, output: output.join("\n\n") };
}
