import * as assert from "node:assert/strict";
import { channel } from "sluice";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "collect() takes orders from both desks as they come": async ({ collect }) => {
    const [first, second] = [channel<string>(), channel<string>()];
    const collecting = collect(first, second);
    await second.send("tea");
    await first.send("rum");
    first.close();
    await second.send("rice");
    second.close();
    assert.deepEqual(await collecting, ["tea", "rum", "rice"]);
  },
  "relay() passes on until the signal is aborted, and returns what it still holds": async ({ relay }) => {
    const [from, to, stopping] = [channel<string>(), channel<string>(), new AbortController()];
    const relaying = relay(from, to, stopping.signal);
    await from.send("first");
    assert.deepEqual(await to.receive(), { done: false, value: "first" });
    await from.send("second");
    stopping.abort();
    assert.equal(await relaying, "second");
    assert.equal(to.tryReceive(), undefined);
  },
};
export default tests;
