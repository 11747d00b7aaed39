// Runs the tests of a bundle: in workerd, which calls the default export's `test`, and in bare engines.
import { runQueued, summary } from "./driver.ts";
import { speak } from "./quiet.ts";

speak();

/** Not all engines have an exit status; the last line says it everywhere: `N passed, N failed`. */
export async function run(): Promise<void> {
  const outcome = await runQueued((report) => console.log(report));
  console.log(`\n${summary(outcome)}`);
  if (outcome.failed > 0 || outcome.passed === 0) throw new Error(summary(outcome));
}
