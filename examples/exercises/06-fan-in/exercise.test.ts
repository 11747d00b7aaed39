import * as assert from "node:assert/strict";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "spell() hears every letter of words of any length, and ends": async ({ spell }) => {
    const heard = await spell(["abc", "x", "12345"]);
    assert.equal(heard.sort().join(""), "12345abcx");
  },
};
export default tests;
