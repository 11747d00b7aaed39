import * as assert from "node:assert/strict";
import { channel } from "sluice";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "work() does all jobs, two at once, and a slow one holds up no other": async ({ work }) => {
    const slowEnds = channel<void>();
    let [running, most] = [0, 0];
    const results = await work(["slow", "a", "b", "c"], 2, async (job) => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      if (job === "slow") await slowEnds.receive();
      if (job === "c") await slowEnds.send();
      running--;
      return job;
    });
    assert.equal(most, 2, `${most} jobs ran at once`);
    assert.deepEqual(results.sort(), ["a", "b", "c", "slow"]);
    assert.equal(results[0], "a");
  },
};
export default tests;
