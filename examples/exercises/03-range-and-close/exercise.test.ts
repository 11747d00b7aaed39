import * as assert from "node:assert/strict";
import { channel } from "sluice";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "parts() leaves to the second loop what the first has not read": async ({ parts }) => {
    const lines = channel<string>(4);
    await lines.sendAll(["From: Ann", "", "Hello,", "Bob"]);
    lines.close();
    assert.deepEqual(await parts(lines), { headers: ["From: Ann"], body: ["Hello,", "Bob"] });
  },
  "find() returns the number, once the task that counts has ended": async ({ find }) => {
    assert.equal(await find((n) => n > 3), 4);
  },
};
export default tests;
