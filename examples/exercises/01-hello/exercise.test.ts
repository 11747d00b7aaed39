import * as assert from "node:assert/strict";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "rally() has the players take turns until all strokes are played": async ({ rally }) => {
    assert.deepEqual(await rally(5), ["Ann 1", "Bob 2", "Ann 3", "Bob 4", "Ann 5"]);
  },
};
export default tests;
