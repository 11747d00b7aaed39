import * as assert from "uvu/assert";
import { channel, select, sending, trySelect } from "sluice";
import { failure } from "../../support/failure.ts";
import { Probe } from "../../support/foreign.ts";
import { watchedSignal } from "../../support/signals.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, turn } from "../../support/test.ts";

const test = suite("select: its signal");

test("an already aborted signal rejects with its reason and changes nothing, even where a case is ready (C13)", async () => {
  const [full, room] = [channel<number>(1), channel<number>(1)];
  full.trySend(1);
  const probe = new Probe();
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  assert.is(await failure(select({ full, out: sending(room, 2), probe }, { signal })), reason);
  assert.equal([full.size, room.size], [1, 0]);
  assert.equal([probe.polls, probe.turns.length], [0, 0]);
});

test("an abort while waiting rejects with the reason as it came (C14)", async () => {
  for (const reason of [new Error("enough"), "enough", 0, null, { code: 7 }]) {
    const controller = new AbortController();
    const hit = select({ off: null, job: channel() }, { signal: controller.signal });
    assert.ok(await pending(hit));
    controller.abort(reason);
    assert.is(await failure(hit), reason);
  }
});

test("an abort without a reason rejects with the AbortError of the platform (C14)", async () => {
  const controller = new AbortController();
  const hit = select({ off: null }, { signal: controller.signal });
  controller.abort();
  assert.is((await failure<Error>(hit)).name, "AbortError");
});

test("an abort withdraws every case and neither loses nor consumes a value (C14)", async () => {
  const [jobs, results] = [channel<string>(), channel<string>()];
  const probe = new Probe();
  const controller = new AbortController();
  const hit = select({ job: jobs, out: sending(results, "x"), probe }, { signal: controller.signal });
  controller.abort();
  assert.equal([jobs.stats.waitingReceivers, results.stats.waitingSenders, probe.waiting.size], [0, 0, 0]);
  assert.not(jobs.trySend("measure"));
  assert.is(results.tryReceive(), undefined);
  await failure(hit);
});

test("an abort after a case happened changes nothing (C14)", async () => {
  const jobs = channel<string>(1);
  const controller = new AbortController();
  const { signal } = controller;
  const waiting = select({ job: jobs }, { signal });
  jobs.trySend("first");
  jobs.trySend("second");
  const ready = select({ job: jobs }, { signal });
  controller.abort();
  assert.equal([(await waiting).value, (await ready).value], ["first", "second"]);
});

test("however many selects wait on one signal, there is one listener, and none afterwards (C15)", async () => {
  const jobs = channel<number>();
  const watched = watchedSignal();
  const { signal } = watched;
  const hits = Array.from({ length: 20 }, () => select({ job: jobs }, { signal }));
  assert.is(watched.listeners, 1);
  for (const index of hits.keys()) jobs.trySend(index);
  await Promise.all(hits);
  await turn();
  assert.is(watched.listeners, 0);
});

test("a select as a case and by its option share the listener of a signal (C15)", () => {
  const watched = watchedSignal();
  const { signal } = watched;
  select({ stop: signal, again: signal }, { signal });
  assert.is(watched.listeners, 1);
});

test("an abort rejects all selects that wait on the signal (C14)", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const jobs = channel<number>();
  const hits = Array.from({ length: 20 }, () => select({ job: jobs }, { signal }));
  controller.abort("enough");
  assert.is(jobs.stats.waitingReceivers, 0);
  for (const hit of hits) assert.is(await failure(hit), "enough");
});

test("signal: undefined is no signal", async () => {
  const jobs = channel<number>(1);
  jobs.trySend(1);
  assert.is((await select({ job: jobs }, { signal: undefined })).value, 1);
});

test("a poll that aborts the select's own signal rejects it (C14)", async () => {
  const controller = new AbortController();
  const aborting = new Probe({ poll: () => void controller.abort("enough") });
  const jobs = channel<number>();
  const hit = select({ job: jobs, aborting }, { signal: controller.signal });
  assert.not(await pending(hit));
  assert.is(await failure(hit), "enough");
  assert.equal([jobs.stats.waitingReceivers, aborting.waiting.size], [0, 0]);
});

test("a poll that aborts the select's own signal and has a result happens (C14)", async () => {
  const controller = new AbortController();
  const aborting = new Probe({ poll: () => (controller.abort(), got(1)) });
  assert.is((await select({ aborting }, { signal: controller.signal })).value, 1);
});

test("a park that aborts the select's own signal rejects it, with all left (C14)", async () => {
  const controller = new AbortController();
  const aborting = new Probe({ park: () => controller.abort("enough") });
  const [before, behind] = [new Probe(), new Probe()];
  const jobs = channel<number>();
  const hit = select({ before, aborting, behind, job: jobs }, { signal: controller.signal });
  assert.is(await failure(hit), "enough");
  assert.equal([before.waiting.size, aborting.waiting.size, behind.waiting.size], [0, 0, 0]);
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("a poll that aborts a signal among the cases makes that case happen (S3)", async () => {
  const controller = new AbortController();
  const aborting = new Probe({ poll: () => void controller.abort("enough") });
  const hit = select({ stop: controller.signal, aborting }, { priority: true });
  assert.not(await pending(hit));
  assert.equal(await hit, { key: "stop", done: false, value: "enough" });
});

test("trySelect() knows no signal: it never waits", () => {
  const jobs = channel<number>(1);
  jobs.trySend(1);
  assert.is(trySelect({ job: jobs, stop: new AbortController().signal })?.key, "job");
});

test.run();
