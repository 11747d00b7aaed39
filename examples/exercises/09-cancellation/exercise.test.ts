import * as assert from "node:assert/strict";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "poll() ends its wait when the reader leaves": async ({ poll }) => {
    let aborted = false;
    const wait = ({ signal }: { signal?: AbortSignal }) =>
      new Promise<void>((_, reject) =>
        signal?.addEventListener("abort", () => {
          aborted = true;
          reject(signal.reason);
        })
      );
    const heard: string[] = [];
    for await (const answer of poll(() => "still busy", wait)) {
      heard.push(answer);
      await Promise.resolve(); // the task waits by now
      break;
    }
    assert.deepEqual([heard, aborted], [["still busy"], true]);
  },
  "linesOf() closes the file before the loop of a reader that leaves early is left": async ({ linesOf }) => {
    let closed = 0;
    for await (const line of linesOf(() => ({ lines: ["first", "second"], close: () => void closed++ }))) {
      assert.equal(line, "first");
      break;
    }
    assert.equal(closed, 1);
  },
};
export default tests;
