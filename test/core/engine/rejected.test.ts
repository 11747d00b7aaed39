import * as assert from "uvu/assert";
import { channel } from "sluice";
import { rejected } from "../../../src/core/engine/rejected.ts";
import { failure } from "../../support/failure.ts";
import { suite, ticks } from "../../support/test.ts";

const test = suite("rejected");

test("rejected() rejects whoever is resolved with it, and counts as handled itself (C21)", async () => {
  const error = new Error("broken");
  rejected(error);
  await ticks(5); // the harness fails this test if it is reported
  assert.is(await failure(new Promise((resolve) => resolve(rejected(error)))), error);
});

test("all whom a signal ends reject with its reason as it came, though they share one rejection (C14)", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const reason = { why: "enough" };
  const ch = channel<number>();
  const waiting = [ch.receive({ signal }), ch.receive({ signal }), channel<number>().send(1, { signal })];
  controller.abort(reason);
  for (const operation of waiting) assert.is(await failure(operation as Promise<unknown>), reason);
});

test.run();
