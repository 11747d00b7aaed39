import * as assert from "node:assert/strict";
import { Readable } from "node:stream";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "numbered() passes on lines as they come, and its end is that of the input": async ({ numbered }) => {
    const input = new Readable({ objectMode: true, read() {} }); // more lines may come at any time
    input.push("red");
    input.push("blue");
    const ended = new Promise((resolve) => input.once("close", resolve));
    const seen: string[] = [];
    for await (const line of await numbered(input)) {
      seen.push(line);
      if (seen.length === 2) break; // which destroys the stream
    }
    await ended;
    assert.deepEqual(seen, ["1 red", "2 blue"]);
  },
};
export default tests;
