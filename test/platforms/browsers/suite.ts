// Runs the tests that are bundled with it, in a page or a worker, and tells the site how it went, under the name that the
// address of the bundle gives: `/tests.js?from=page&limit=60000`.
import "../../support/quiet.ts";
import { described, outcome, runQueued } from "../../support/driver.ts";
import { nameSymbols } from "../../support/symbols.ts";
import { names, runningTest, whenBegins } from "../../support/test.ts";

// See test/support/host.ts.
Object.assign(globalThis, { sluiceEffort: 0.1 });

const address = new URL(import.meta.url).searchParams;
const limit = Number(address.get("limit"));

// A worker whose loop never turns could not tell in which test it hangs.
if (address.get("from") === "worker") whenBegins((name) => postMessage(name));

// Only when all the tests that stand below it in the bundle have queued their suites.
setTimeout(runAndReport, 0);

async function runAndReport(): Promise<void> {
  nameSymbols();
  const output: string[] = [];
  const alarm = setTimeout(() => {
    output.push(`Still running after ${limit} ms: ${runningTest() ?? "between two tests"}`);
    void tell(outcome.passed, outcome.failed + 1, output);
  }, limit);
  try {
    const { passed, failed } = await runQueued((text) => output.push(text));
    await tell(passed, failed, output);
  } catch (error) {
    await tell(outcome.passed, outcome.failed + 1, [...output, described(error)]);
  } finally {
    clearTimeout(alarm);
  }
}

async function tell(passed: number, failed: number, output: readonly string[]): Promise<void> {
  const body = JSON.stringify({ passed, failed, output: output.join("\n"), tests: names });
  await fetch(`/report?from=${address.get("from")}`, { method: "POST", body });
}
