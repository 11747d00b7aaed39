import * as assert from "node:assert/strict";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "squares() returns the squares of ten numbers": async ({ squares }) => {
    assert.deepEqual(await squares([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), [1, 4, 9, 16, 25, 36, 49, 64, 81, 100]);
  },
  "dine() has all philosophers eat": async ({ dine }) => {
    assert.deepEqual((await dine(["Plato", "Kant", "Hume"])).sort(), ["Hume", "Kant", "Plato"]);
  },
};
export default tests;
