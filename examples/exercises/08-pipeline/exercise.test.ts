import * as assert from "node:assert/strict";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

/** Runs it on a thousand ids, and counts. */
async function counted({ oddPages }: typeof Exercise) {
  let [running, most, loaded, read, released] = [0, 0, 0, 0, false];
  function* ids() {
    try {
      for (let id = 1; id <= 1000; id++) {
        read++;
        yield id;
      }
    } finally {
      released = true;
    }
  }
  const pages = await oddPages(ids(), async (id) => {
    most = Math.max(most, ++running);
    loaded++;
    await new Promise(setImmediate);
    running--;
    return `page ${id}`;
  }, 3);
  assert.deepEqual(pages, ["page 1", "page 3", "page 5"]);
  return { most, loaded, read, released };
}

const tests: Tests<typeof Exercise> = {
  "oddPages() loads two pages at once, and none that it does not need but those under way": async (exercise) => {
    const { most, loaded } = await counted(exercise);
    assert.equal(most, 2, `${most} pages were loading at once`);
    assert.ok(loaded <= 5, `${loaded} pages were loaded`);
  },
  "oddPages() reads the ids only as far as it must, and releases their source": async (exercise) => {
    const { read, released } = await counted(exercise);
    assert.ok(read <= 12, `${read} ids were read`);
    assert.equal(released, true);
  },
};
export default tests;
