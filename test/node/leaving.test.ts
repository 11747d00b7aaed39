import * as assert from "uvu/assert";
import { errorFor, Leaving } from "../../src/node/leaving.ts";
import { watchedSignal } from "../support/signals.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("leaving");

test("Leaving leaves when the signal aborts, with the reason", () => {
  const reasons: unknown[] = [];
  const { controller, signal } = watchedSignal();
  new Leaving((reason) => reasons.push(reason)).on(signal);
  assert.equal(reasons, []);
  controller.abort("enough");
  assert.equal(reasons, ["enough"]);
});

test("it leaves at once when the signal is aborted already, and without a signal never", () => {
  const reasons: unknown[] = [];
  new Leaving((reason) => reasons.push(reason)).on(AbortSignal.abort("enough"));
  new Leaving((reason) => reasons.push(reason)).on(undefined);
  assert.equal(reasons, ["enough"]);
});

test("unwatch() takes the listener away (C15)", async () => {
  const watched = watchedSignal();
  const leaving = new Leaving(() => assert.unreachable("It left"));
  leaving.on(watched.signal);
  assert.is(watched.listeners, 1);
  leaving.unwatch();
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
