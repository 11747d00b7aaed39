// Pools that ask a governor for each item.
import * as assert from "uvu/assert";
import { map, pipeline, pool, Semaphore } from "sluice";
import { failure } from "../../support/failure.ts";
import { Generous, Stubborn } from "../../support/governors.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { expectUncaught, pending, suite } from "../../support/test.ts";

const test = suite("worker pool");

function governed(governor: Stubborn, capacity = 0) {
  const jobs = new Jobs((item) => item * 10);
  const workers = pool((item: number, { signal }) => jobs.work(item, { index: 0, signal }), {
    concurrency: governor,
    capacity,
  });
  return { jobs, workers };
}

test("an item begins when the governor grants a permit, one at a time, and only asked for when there is one (R5)", async () => {
  const governor = new Stubborn();
  const { jobs, workers } = governed(governor);
  assert.is(governor.asks.length, 0);
  const [one, two] = [workers.add(1), workers.add(2)];
  await rest();
  assert.equal([governor.asks.length, jobs.started], [1, []]);
  assert.ok(await pending(one));
  governor.asks[0]?.grant();
  await one;
  assert.equal([governor.asks.length, jobs.started], [2, [1]]);
  governor.asks[1]?.grant();
  await two;
  jobs.finish(1, 2);
  await workers.drain();
  assert.equal([governor.asks.length, governor.held], [2, 0]);
});

test("a permit is released with how the work ended (R5, R6)", async () => {
  const governor = new Generous();
  const broken = new Error("broken");
  const workers = pool((item: number) => item === 1 ? Promise.reject(broken) : item, { concurrency: governor });
  await failure(workers.run(1));
  await workers.run(2);
  assert.equal([governor.outcomes, governor.held], [[broken, undefined], 0]);
});

test("what the governor refuses with is that item's failure; the next one asks anew (R5, R6)", async () => {
  const governor = new Stubborn();
  const { jobs, workers } = governed(governor, 1);
  const { result } = await workers.add(1);
  const second = workers.run(2);
  governor.asks[0]?.refuse("shut");
  assert.is(await failure(result), "shut");
  await rest();
  governor.asks[1]?.grant();
  await rest();
  jobs.finish(2);
  assert.is(await second, 20);
  assert.is(workers.stats.failed, 1);
});

test("when nobody is left, the wait for the permit ends; one that comes all the same is given back (R5)", async () => {
  const governor = new Stubborn();
  const { workers } = governed(governor);
  const controller = new AbortController();
  const run = failure(workers.run(1, controller));
  assert.not(governor.asks[0]?.signal?.aborted);
  controller.abort("enough");
  await run;
  assert.ok(governor.asks[0]?.signal?.aborted);
  governor.asks[0]?.grant();
  await rest();
  assert.equal([governor.held, governor.outcomes], [0, [undefined]]);
});

test("one who comes while the wait is being ended gets its permit, or asks anew (R5)", async () => {
  for (const granted of [true, false]) {
    const governor = new Stubborn();
    const { jobs, workers } = governed(governor);
    const controller = new AbortController();
    workers.run(1, controller).catch(() => {});
    controller.abort("enough");
    const second = workers.run(2);
    if (granted) governor.asks[0]?.grant();
    else governor.asks[0]?.refuse("enough");
    await rest();
    governor.asks[1]?.grant();
    await rest();
    assert.is(governor.asks.length, granted ? 1 : 2);
    jobs.finish(2);
    assert.is(await second, 20);
  }
});

test("a permit that cannot be given back, or an acquire that throws, harms nobody else (R5)", async () => {
  const broken = new Error("broken");
  const governor = new Stubborn();
  governor["permit" as never] = (() => ({
    release() {
      throw broken;
    },
    [Symbol.dispose]() {},
  })) as never;
  const { workers } = governed(governor);
  const controller = new AbortController();
  workers.run(1, controller).catch(() => {});
  controller.abort();
  const errors = await expectUncaught(async () => {
    governor.asks[0]?.grant();
    await rest();
  });
  assert.equal(errors, [broken]);
  governor.acquire = () => {
    throw broken;
  };
  assert.is(await failure(workers.run(2)), broken);
});

test("an engine without AbortController has pools, too (R5)", async () => {
  const { AbortController } = globalThis;
  Object.assign(globalThis, { AbortController: undefined });
  try {
    const governor = new Stubborn();
    const { jobs, workers } = governed(governor);
    const run = workers.run(1);
    assert.is(governor.asks[0]?.signal, undefined);
    governor.asks[0]?.refuse("shut");
    assert.is(await failure(run), "shut");
    assert.equal(jobs.started, []);
  } finally {
    Object.assign(globalThis, { AbortController });
  }
});

test("a budget may be shared with a stage and other pools (R5, R6, P2)", async () => {
  const seats = new Semaphore(2);
  let [now, most] = [0, 0];
  const work = async () => {
    most = Math.max(most, ++now);
    await rest();
    now--;
  };
  const pools = [pool(work, { concurrency: seats }), pool(work, { concurrency: seats })];
  await Promise.all([
    ...[1, 2, 3].flatMap((item) => pools.map((one) => one.run(item))),
    pipeline([1, 2, 3], map(work, { concurrency: seats })).run(),
  ]);
  assert.equal([most, seats.available], [2, 2]);
});

test("cancel() ends the wait for a permit, and what runs settles before it resolves (R5)", async () => {
  const governor = new Stubborn();
  const { jobs, workers } = governed(governor, 2);
  const first = workers.run(1);
  governor.asks[0]?.grant();
  await rest();
  const second = failure<Error>(workers.run(2));
  const cancelled = workers.cancel("enough");
  assert.ok(governor.asks[1]?.signal?.aborted);
  assert.is((await second).name, "ChannelClosedError");
  assert.ok(await pending(cancelled));
  jobs.finish(1);
  await first;
  await cancelled;
});

test.run();
