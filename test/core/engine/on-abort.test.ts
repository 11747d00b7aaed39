import * as assert from "uvu/assert";
import { channel } from "sluice";
import { OnAbort } from "../../../src/core/engine/on-abort.ts";
import { failure } from "../../support/failure.ts";
import { watchedSignal } from "../../support/signals.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("on abort");

test("it acts once, with the reason, when the signal aborts, and leaves no listener (C15)", async () => {
  const watched = watchedSignal();
  const reasons: unknown[] = [];
  new OnAbort(watched.signal, (reason) => reasons.push(reason));
  assert.is(watched.listeners, 1);
  assert.equal(reasons, []);
  watched.controller.abort("enough");
  assert.equal(reasons, ["enough"]);
  await turn();
  await turn();
  assert.is(watched.listeners, 0);
});

test("it does not act once it is unwatched (C15)", () => {
  const controller = new AbortController();
  const reasons: unknown[] = [];
  const act = new OnAbort(controller.signal, (reason) => reasons.push(reason));
  act.unwatch();
  controller.abort("late");
  assert.equal(reasons, []);
});

test("it acts when all operations that wait on the signal have been told (C14)", async () => {
  const controller = new AbortController();
  const jobs = channel<number>();
  let waiting = -1;
  new OnAbort(controller.signal, () => waiting = jobs.stats.waitingReceivers);
  const receive = failure(jobs.receive({ signal: controller.signal }));
  controller.abort("enough");
  assert.is(waiting, 0);
  assert.is(await receive, "enough");
});

test.run();
