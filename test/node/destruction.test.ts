import * as assert from "uvu/assert";
import { errorFor, leaveOn } from "../../src/node/destruction.ts";
import { watchedSignal } from "../support/signals.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("destruction");

test("leaveOn() leaves when the signal aborts, with the reason", () => {
  const reasons: unknown[] = [];
  const { controller, signal } = watchedSignal();
  leaveOn(signal, (reason) => reasons.push(reason));
  assert.equal(reasons, []);
  controller.abort("enough");
  assert.equal(reasons, ["enough"]);
});

test("it leaves at once when the signal is aborted already, and without a signal never", () => {
  const reasons: unknown[] = [];
  leaveOn(AbortSignal.abort("enough"), (reason) => reasons.push(reason))();
  leaveOn(undefined, (reason) => reasons.push(reason))();
  assert.equal(reasons, ["enough"]);
});

test("what it gives takes the listener away (C15)", async () => {
  const watched = watchedSignal();
  const unwatch = leaveOn(watched.signal, () => assert.unreachable("It left"));
  assert.is(watched.listeners, 1);
  unwatch();
  await turn();
  assert.is(watched.listeners, 0);
  watched.controller.abort();
});

test("errorFor() gives the error itself, whatever it is, but never nothing", () => {
  const broken = new Error("On the disk");
  assert.is(errorFor(broken, "it failed"), broken);
  assert.is(errorFor("text", "it failed"), "text");
  const { message, cause } = errorFor(undefined, "it failed");
  assert.is(message, "Cannot go on: it failed with undefined");
  assert.is(cause, undefined);
});

test.run();
