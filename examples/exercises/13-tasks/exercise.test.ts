import * as assert from "node:assert/strict";
import { sleep } from "sluice";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "both() aborts the other task when one fails, and rejects once it has ended": async ({ both }) => {
    const seen: string[] = [];
    const failing = () => Promise.reject(new Error("out of tea"));
    const cleaning: Exercise.Task = async ({ signal }) => {
      try {
        return await sleep(2000, { signal }).then(() => "never told");
      } finally {
        await sleep(1);
        seen.push(signal.aborted ? "cleaned up" : "went on to its end");
      }
    };
    await assert.rejects(both(failing, cleaning), { message: "out of tea" });
    assert.deepEqual(seen, ["cleaned up"]);
    assert.deepEqual(await both(() => Promise.resolve("a"), () => Promise.resolve("b")), ["a", "b"]);
  },
};
export default tests;
