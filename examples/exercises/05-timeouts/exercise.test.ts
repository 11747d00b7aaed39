import * as assert from "node:assert/strict";
import { channel, sleep } from "sluice";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "within() stops after the time for the whole loop, though answers keep coming": async ({ within }) => {
    const answers = channel<string>(8);
    const answering = (async () => {
      for (let count = 1; count <= 8; count++) {
        await answers.send(`answer ${count}`);
        await sleep(50);
      }
      answers.close();
    })();
    const collected = await within(120, answers);
    assert.equal(collected[0], "answer 1");
    assert.ok(collected.length < 8, `It collected all ${collected.length} answers`);
    await answering;
  },
  "nextWithin() gives up without taking the job that comes later": async ({ nextWithin }) => {
    const jobs = channel<string>(1);
    assert.equal(await nextWithin(10, jobs), undefined);
    await jobs.send("late");
    assert.equal(await nextWithin(1000, jobs), "late");
  },
};
export default tests;
