// The example pages, as their users have them: built by Vite, or with no build step; and clicked through.
import { strict as assert } from "node:assert";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { root } from "../../tools/setup.mjs";
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
};

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
