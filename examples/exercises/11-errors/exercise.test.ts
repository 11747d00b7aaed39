import * as assert from "node:assert/strict";
import { channel } from "sluice";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "parseAll() keeps the order of the numbers, and returns what is not a number": async ({ parseAll }) => {
    assert.deepEqual(await parseAll(["1", "two", "3", "four"]), { numbers: [1, 3], bad: ["two", "four"] });
  },
  "copy() ends its target with the error of its source, after the last value": async ({ copy }) => {
    const [from, to] = [channel<string>(1), channel<string>(1)];
    await from.send("last");
    from.close(new Error("cable cut"));
    copy(from, to).catch(() => {});
    assert.deepEqual(await to.receive(), { done: false, value: "last" });
    await assert.rejects(to.receive(), { message: "cable cut" });
  },
};
export default tests;
