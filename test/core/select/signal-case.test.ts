import * as assert from "uvu/assert";
import { channel, select, selectLoop, trySelect } from "sluice";
import { Probe } from "../../support/foreign.ts";
import { watchedSignal } from "../../support/signals.ts";
import { pending, suite, turn } from "../../support/test.ts";

const test = suite("signal case");

test("a signal that was aborted is ready, its value is the reason (S3)", async () => {
  for (const reason of [new Error("enough"), "enough", 0, null]) {
    const stop = AbortSignal.abort(reason);
    assert.equal(await select({ stop, off: null }), { key: "stop", done: false, value: reason });
    assert.equal(trySelect([stop]), { key: 0, done: false, value: reason });
  }
});

test("a signal happens when it is aborted (S3)", async () => {
  const controller = new AbortController();
  const jobs = channel<string>();
  assert.is(trySelect({ stop: controller.signal }), undefined);
  const hit = select({ job: jobs, stop: controller.signal });
  assert.ok(await pending(hit));
  controller.abort("enough");
  assert.equal(await hit, { key: "stop", done: false, value: "enough" });
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("a signal in two cases has one of them happen (S1, S4)", async () => {
  const watched = watchedSignal();
  const hit = select({ a: watched.signal, b: watched.signal });
  watched.controller.abort("enough");
  assert.is((await hit).value, "enough");
  await turn();
  assert.is(watched.listeners, 0);
});

test("a signal that is aborted while the others leave does not take the place of the case that happened (S1, C12)", async () => {
  for (
    const begin of [
      (cases: Parameters<typeof select>[0]) => select(cases),
      async (cases: Parameters<typeof select>[0]) => (await selectLoop(cases).next()).value,
    ]
  ) {
    const controller = new AbortController();
    const jobs = channel<string>();
    const request = new Probe({ leave: () => controller.abort("enough") });
    const hit = begin({ request, stop: controller.signal, job: jobs });
    assert.ok(jobs.trySend("measure"));
    assert.equal(await hit, { key: "job", done: false, value: "measure" });
  }
});

test("however many selects wait on one signal, it has one listener (C15)", async () => {
  const watched = watchedSignal();
  const hits = Array.from({ length: 20 }, () => select({ stop: watched.signal }));
  assert.is(watched.listeners, 1);
  watched.controller.abort("enough");
  for (const hit of hits) assert.is((await hit).value, "enough");
});

test("a signal is known by its shape: that of another realm will do", async () => {
  const listeners: ((event?: unknown) => void)[] = [];
  const signal = {
    aborted: false,
    reason: undefined as unknown,
    addEventListener: (_: string, listener: () => void) => void listeners.push(listener),
    removeEventListener: () => {},
  };
  const hit = select({ stop: signal as unknown as AbortSignal });
  assert.is(listeners.length, 1);
  Object.assign(signal, { aborted: true, reason: "enough" });
  listeners.forEach((listener) => listener());
  assert.equal(await hit, { key: "stop", done: false, value: "enough" });
});

test.run();
