// Tests code that uses Sluice with the mock timers of node:test. Sluice looks up a timer when it needs one, so timers can be
// mocked before or after the import. Mock timers do not stop the breaks that Sluice gives the event loop.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { channel } from "sluice";
import { autosave } from "./autosave.ts";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"] })); // not setImmediate: the event loop must turn
afterEach(() => mock.timers.reset());

/** Lets promises settle, then advances the clock. */
async function pass(ms: number): Promise<void> {
  await turn();
  mock.timers.tick(ms);
  await turn();
}

test("edits are saved once, a second after the last one", async () => {
  const edits = channel<string>();
  const saved: string[] = [];
  const done = autosave(edits, (text) => Promise.resolve(void saved.push(text)));
  await edits.send("H");
  await pass(999);
  await edits.send("He");
  await pass(999);
  assert.deepEqual(saved, []);
  await pass(1);
  assert.deepEqual(saved, ["He"]);
  edits.close();
  await done;
});

test("a save that fails is tried again, later each time", async () => {
  const edits = channel<string>();
  const attempts: number[] = [];
  const begun = Date.now();
  const done = autosave(edits, () => {
    attempts.push(Date.now() - begun);
    return attempts.length < 3 ? Promise.reject(new Error("The disk is full")) : Promise.resolve();
  });
  await edits.send("text");
  await pass(1_000);
  await pass(100);
  await pass(200);
  assert.deepEqual(attempts, [1_000, 1_100, 1_300]);
  edits.close();
  await done;
});

test("an unsaved edit is saved when the edits end", async () => {
  const edits = channel<string>(1);
  const saved: string[] = [];
  await edits.send("last words");
  edits.close();
  await autosave(edits, (text) => Promise.resolve(void saved.push(text)));
  assert.deepEqual(saved, ["last words"]);
});
