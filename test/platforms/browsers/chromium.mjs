// Chromium, from the system's packages, driven by Playwright.
import process from "node:process";
import { chromium } from "playwright-core";

export const title = "Chromium";

export async function launch() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"],
  });
  return {
    version: browser.version(),
    open: async (url) => {
      const page = await browser.newPage();
      await page.goto(url);
      return { page, close: () => page.close() };
    },
    close: () => browser.close(),
  };
}
