import * as assert from "node:assert/strict";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "careful() makes at most two calls at once": async ({ careful }) => {
    let [running, most] = [0, 0];
    const fetchPage = careful(async (path) => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      return path;
    });
    const paths = ["/a", "/b", "/c", "/d", "/e"];
    assert.deepEqual(await Promise.all(paths.map((path) => fetchPage(path))), paths);
    assert.equal(most, 2, `${most} calls ran at once`);
  },
  "careful() returns what the third attempt returns, and makes no fourth": async ({ careful }) => {
    let calls = 0;
    const failing = (failures: number) =>
      careful((path) => ++calls <= failures ? Promise.reject(new Error("busy")) : Promise.resolve(path));
    assert.equal(await failing(2)("/a"), "/a");
    calls = 0;
    await assert.rejects(failing(Infinity)("/a"), { message: "busy" });
    assert.equal(calls, 3);
  },
};
export default tests;
