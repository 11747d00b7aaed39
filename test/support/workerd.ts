// The host of a bundle in workerd, which calls the `test` handler of its default export and fails when that rejects.
import "./quiet.ts";
import { runQueued, summary } from "./driver.ts";

export default {
  async test(): Promise<void> {
    const outcome = await runQueued(console.log);
    console.log(`\n${summary(outcome)}`);
    if (outcome.failed > 0 || outcome.passed === 0) throw new Error(summary(outcome));
  },
};
