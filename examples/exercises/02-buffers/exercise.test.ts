import * as assert from "node:assert/strict";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "newest() shows the last three of ten readings, and counts the others": async ({ newest }) => {
    assert.deepEqual(await newest([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), { shown: [8, 9, 10], missed: 7 });
  },
  "sums() books the sum of each name, and drops no payment": async ({ sums }) => {
    const payments = [{ name: "Ann", amount: 1 }, { name: "Bob", amount: 5 }, { name: "Ann", amount: 2 }];
    const booked = [{ name: "Ann", amount: 3 }, { name: "Bob", amount: 5 }];
    assert.deepEqual(await sums(payments), { booked, dropped: 0 });
  },
};
export default tests;
