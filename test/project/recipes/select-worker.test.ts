// The worker of the recipes, with select, a timeout and a signal.
import { channel } from "sluice";
import * as assert from "uvu/assert";
import { runWorker } from "../../../examples/recipes/select-worker.ts";
import { failure } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { pending, suite, turn } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("recipe: select");

test("jobs are worked on in order until the channel is closed and drained", async () => {
  const jobs = channel<number>(3);
  const done: number[] = [];
  await jobs.sendAll([1, 2, 3]);
  jobs.close();
  const work = (job: number) => Promise.resolve(void done.push(job));
  const stop = new AbortController().signal;
  assert.is(await runWorker(jobs, { work, idle: () => assert.unreachable(), patience: 1_000, stop }), "drained");
  assert.equal(done, [1, 2, 3]);
});

test("it is idle each time that no job has come for that long, counted from the last one", async () => {
  await withTimers(async (timers) => {
    const jobs = channel<number>();
    let idle = 0;
    const options = { work: () => Promise.resolve(), idle: () => idle++, patience: 1_000 };
    const worker = runWorker(jobs, { ...options, stop: new AbortController().signal });
    const pass = async (ms: number) => {
      await turn();
      timers.pass(ms);
      await turn();
    };
    await pass(999);
    await jobs.send(1);
    await pass(999);
    assert.is(idle, 0);
    await pass(1);
    await pass(1_000);
    assert.is(idle, 2);
    jobs.close();
    assert.is(await worker, "drained");
    assert.is(timers.armed, 0);
  });
});

test("the signal stops it before it takes another job, and reaches the job in work", async () => {
  const jobs = channel<number>(2);
  await jobs.sendAll([1, 2]);
  const controller = new AbortController();
  const finish = gate();
  const work = async (_: number, signal: AbortSignal) => {
    await finish.promise;
    signal.throwIfAborted();
  };
  const options = { idle: () => {}, patience: 1_000, stop: controller.signal };
  const worker = runWorker(jobs, { ...options, work });
  const failed = failure(worker);
  assert.ok(await pending(worker));
  controller.abort("enough");
  finish.open();
  assert.is(await failed, "enough");
  assert.is(await runWorker(jobs, { ...options, work }), "stopped");
  assert.is(jobs.size, 1);
});

test.run();
