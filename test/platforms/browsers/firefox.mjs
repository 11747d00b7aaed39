// Firefox, from the system's packages, driven by Puppeteer over WebDriver BiDi.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { launch as start } from "puppeteer-core";

export const title = "Firefox";

const quiet = {
  "app.update.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
};

export async function launch() {
  const home = await mkdtemp(join(tmpdir(), "sluice-firefox-")); // it insists on one that it may write to
  const browser = await start({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    headless: true,
    env: { ...process.env, HOME: home },
    timeout: 120_000,
    extraPrefsFirefox: quiet,
  });
  return {
    version: (await browser.version()).replace(/^\D+/, ""),
    open: async (url) => {
      const page = await browser.newPage();
      await page.goto(url);
      return { close: () => page.close() };
    },
    close: async () => {
      await browser.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
