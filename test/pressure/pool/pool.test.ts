import * as assert from "uvu/assert";
import {
  type ChannelClosedError,
  circuitBreaker,
  type OverflowError,
  type Pool,
  pool,
  rateLimiter,
  Semaphore,
} from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { watchedSignal } from "../../support/signals.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("pool");

/** A pool whose work the test ends by hand, and what it gives is ten times the item. */
function poolOf(concurrency: number, capacity = 0) {
  const jobs = new Jobs((item) => item * 10);
  const work = (item: number, { signal }: { signal: AbortSignal }) => jobs.work(item, { index: 0, signal });
  return { jobs, workers: pool(work, { concurrency, capacity }) };
}

function counts({ stats: { running, queued, waiting, done, failed } }: Pool<never, unknown>): number[] {
  return [running, queued, waiting, done, failed];
}

test("add() begins an item inside the call when there is a worker, and queues as many as there is room for (R5)", async () => {
  const { jobs, workers } = poolOf(2, 1);
  const adds = [1, 2, 3, 4, 5].map((item) => workers.add(item));
  assert.equal(jobs.started, [1, 2]);
  assert.equal(counts(workers), [2, 1, 2, 0, 0]);
  await Promise.all(adds.slice(0, 3));
  assert.ok(await pending(adds[3] as Promise<unknown>));
  jobs.finish(1);
  await adds[3];
  assert.equal(counts(workers), [2, 1, 1, 1, 0]);
  assert.is(await (await adds[0])?.result, 10);
});

test("without capacity, the default, add() waits until the item begins (R5)", async () => {
  const { jobs, workers } = poolOf(1);
  await workers.add(1);
  const second = workers.add(2);
  assert.ok(await pending(second));
  jobs.finish(1);
  await second;
  assert.equal(jobs.started, [1, 2]);
});

test("one at a time is the default (R5)", async () => {
  let [now, most] = [0, 0];
  const workers = pool(async (item: number) => {
    most = Math.max(most, ++now);
    await rest();
    now--;
    return item;
  });
  assert.equal(await Promise.all([1, 2, 3].map((item) => workers.run(item))), [1, 2, 3]);
  assert.is(most, 1);
});

test("items begin in order, those that waited to be accepted included (R5)", async () => {
  for (const capacity of [0, 1, 3, Infinity]) {
    const started: number[] = [];
    const workers = pool(async (item: number) => {
      started.push(item);
      await rest();
    }, { concurrency: 2, capacity });
    const items = Array.from({ length: 10 }, (_, index) => index);
    const all = items.map((item) => item % 2 === 0 ? workers.run(item) : workers.add(item));
    await workers.drain();
    await Promise.all(all);
    assert.equal(started, items);
  }
});

test("memory is bounded: whoever awaits add() is held back, whatever the speed of the work (R5)", async () => {
  const workers = pool(() => rest(), { concurrency: 3, capacity: 5 });
  let most = 0;
  for (let item = 0; item < 100; item++) {
    await workers.add(item);
    const { running, queued, waiting } = workers.stats;
    most = Math.max(most, running + queued + waiting);
  }
  assert.is(most, 8);
  await workers.close();
  assert.is(workers.stats.done, 100);
});

test("run() gives the result, or what the work fails with, thrown or rejected (R5)", async () => {
  const broken = new Error("broken");
  const workers = pool((item: number) => {
    if (item === 1) throw broken;
    return item === 2 ? Promise.reject(broken) : item;
  });
  assert.is(await workers.run(3), 3);
  assert.is(await failure(workers.run(1)), broken);
  assert.is(await failure(workers.run(2)), broken);
  assert.equal(counts(workers), [0, 0, 0, 1, 2]);
});

test("a result that nobody looks at is no unhandled rejection (R5, C21)", async () => {
  const workers = pool(() => Promise.reject(new Error("broken")), { capacity: 1 });
  for (let item = 0; item < 3; item++) await workers.add(item);
  await workers.close();
  await rest();
  assert.is(workers.stats.failed, 3);
});

test("an add that is aborted while it waits is withdrawn; once accepted, an abort changes nothing (R5, C13, C14)", async () => {
  const { jobs, workers } = poolOf(1, 1);
  const watched = watchedSignal();
  const { signal } = watched;
  const [one, two] = [await workers.add(1, { signal }), await workers.add(2, { signal })];
  const third = workers.add(3, { signal });
  const fourth = workers.add(4);
  assert.ok(await pending(third));
  watched.controller.abort("enough");
  assert.is(await failure(third), "enough");
  assert.is(await failure(workers.add(5, { signal })), "enough");
  assert.equal(jobs.aborted, []);
  jobs.finish(1);
  await fourth;
  jobs.finish(2);
  await rest();
  jobs.finish(4);
  assert.equal([await one.result, await two.result], [10, 20]);
  await workers.drain();
  assert.equal([jobs.started, watched.listeners], [[1, 2, 4], 0]);
});

test("an abort of run() withdraws an item that has not begun, queued or waiting (R5, C14)", async () => {
  const { jobs, workers } = poolOf(1, 1);
  const controller = new AbortController();
  const { signal } = controller;
  workers.run(1);
  const [queued, waiting] = [failure(workers.run(2, { signal })), failure(workers.run(3, { signal }))];
  const last = workers.add(4);
  assert.equal(counts(workers), [1, 1, 2, 0, 0]);
  controller.abort("enough");
  assert.equal([await queued, await waiting], ["enough", "enough"]);
  await last;
  assert.equal(counts(workers), [1, 1, 0, 0, 0]);
  jobs.finish(1);
  await rest();
  jobs.finish(4);
  await workers.drain();
});

test("an abort of run() aborts the work that has begun, and the result is what the work makes of it (R5)", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const obeying = pool((_item: number, context) =>
    new Promise((_, reject) => context.signal.addEventListener("abort", () => reject(context.signal.reason)))
  );
  const obeyed = failure(obeying.run(1, { signal }));
  const { jobs, workers } = poolOf(1);
  const ignored = workers.run(1, { signal });
  await rest();
  controller.abort("enough");
  assert.is(await obeyed, "enough");
  assert.equal(jobs.aborted, [1]);
  assert.ok(await pending(ignored));
  jobs.finish(1);
  assert.is(await ignored, 10);
});

test("close() lets all that was added finish, waiting adds included, and refuses later ones (R5)", async () => {
  const { jobs, workers } = poolOf(1, 1);
  const adds = [1, 2, 3].map((item) => workers.add(item));
  const closed = workers.close();
  const refused = [
    await failure<ChannelClosedError>(workers.add(4)),
    await failure<ChannelClosedError>(workers.run(5)),
  ];
  for (const [index, { name, message, value }] of refused.entries()) {
    assert.equal([name, message, value], ["ChannelClosedError", "Cannot add: the pool is closed", 4 + index]);
  }
  for (const item of [1, 2, 3]) {
    assert.ok(await pending(closed));
    jobs.finish(item);
    await rest();
  }
  await closed;
  assert.equal(await Promise.all(adds.map(async (add) => (await add).result)), [10, 20, 30]);
  await workers.close();
});

test("cancel() gives up what has not begun, aborts what runs, and resolves when all has settled (R5)", async () => {
  const { jobs, workers } = poolOf(2, 1);
  const running = [await workers.add(1), await workers.add(2)];
  const { result: queued } = await workers.add(3);
  const waiting = failure<ChannelClosedError>(workers.add(4));
  const run = failure<ChannelClosedError>(workers.run(5));
  const reason = new Error("no more");
  const cancelled = workers.cancel(reason);
  const refused = [failure<ChannelClosedError>(queued), waiting, run, failure<ChannelClosedError>(workers.add(6))];
  for (const [index, error] of (await Promise.all(refused)).entries()) {
    assert.equal([error.name, error.message], ["ChannelClosedError", "Cannot add: the pool is cancelled"]);
    assert.equal([error.value, error.cause], [3 + index, reason]);
  }
  assert.equal(jobs.aborted, [1, 2]);
  assert.is(jobs.signal(1).reason, reason);
  assert.ok(await pending(cancelled));
  jobs.finish(1);
  jobs.fail(2, reason);
  await cancelled;
  assert.is(await running[0]?.result, 10);
  assert.is(await failure(running[1]?.result as Promise<unknown>), reason);
  assert.equal(counts(workers), [0, 0, 0, 1, 1]);
});

test("cancel() after close() gives up what was left; a second one changes nothing (R5)", async () => {
  const { jobs, workers } = poolOf(1, 1);
  workers.run(1);
  const queued = failure<ChannelClosedError>(workers.run(2));
  const closed = workers.close();
  const cancelled = [workers.cancel(), workers.cancel("again")];
  const { cause, message } = await queued;
  assert.equal([cause, message], [undefined, "Cannot add: the pool is cancelled"]);
  assert.is(jobs.signal(1).reason.name, "AbortError");
  jobs.finish(1);
  await Promise.all([closed, ...cancelled]);
});

test("drain() resolves as soon as nothing is left, and leaves the pool open (R5)", async () => {
  const { jobs, workers } = poolOf(1, 2);
  await workers.drain();
  workers.run(1);
  const controller = new AbortController();
  const second = failure(workers.run(2, controller));
  const drained = [workers.drain(), workers.drain()];
  controller.abort("enough");
  await second;
  assert.ok(await pending(drained[0] as Promise<void>));
  jobs.finish(1);
  await Promise.all(drained);
  const third = workers.run(3);
  jobs.finish(3);
  assert.is(await third, 30);
});

test("an abort that withdraws the last item is rest, too (R5)", async () => {
  const seats = new Semaphore(0);
  const workers = pool((item: number) => item, { concurrency: seats });
  const controller = new AbortController();
  const run = failure(workers.run(1, controller));
  const drained = workers.drain();
  assert.ok(await pending(drained));
  controller.abort("enough");
  assert.is(await run, "enough");
  await drained;
});

test("await using closes it (R5)", async () => {
  const { jobs, workers } = poolOf(1);
  const result = workers.run(1);
  const disposed = workers[Symbol.asyncDispose]();
  await failure(workers.add(2));
  jobs.finish(1);
  await disposed;
  assert.is(await result, 10);
});

test("a worker may use its own pool: add to it, cancel it (R5, C21)", async () => {
  const results: number[] = [];
  const workers: Pool<number, void> = pool((item: number) => {
    results.push(item);
    if (item < 5) workers.run(item + 1);
    if (item === 5) workers.cancel("done");
  }, { concurrency: 2 });
  await workers.run(1).catch(() => {});
  await workers.drain();
  assert.equal(results, [1, 2, 3, 4, 5]);
});

test("a hot loop over a pool does not starve the runtime (C23)", async () => {
  const workers = pool((item: number) => item);
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const start = Date.now();
  try {
    for (let item = 0; ticks < 3 && Date.now() - start < 10_000; item++) await workers.run(item);
  } finally {
    clearInterval(timer);
  }
  assert.ok(ticks >= 3, `only ${ticks} ticks`);
});

test("wrong arguments get an error that names them (R5, C25)", async () => {
  const work = () => {};
  const errors = [
    thrownBy<Error>(() => pool(5 as never)),
    thrownBy<Error>(() => pool(work, 5 as never)),
    thrownBy<Error>(() => pool(work, { concurrency: 0 })),
    thrownBy<Error>(() => pool(work, { concurrency: rateLimiter({ limit: 1 }) })),
    thrownBy<Error>(() => pool(work, { concurrency: circuitBreaker() })),
    thrownBy<Error>(() => pool(work, { capacity: -1 })),
    await failure<Error>(pool(work).add(1, 5 as never)),
    await failure<Error>(pool(work).run(1, { signal: {} as never })),
  ];
  assert.equal(errors.map(({ name, message }) => `${name}: ${message}`), [
    "TypeError: worker must be a function, not 5",
    "TypeError: options must be an object, not 5",
    "RangeError: options.concurrency must be an integer of at least 1, not 0",
    "TypeError: options.concurrency must bound how much runs at once, which a rate limiter does not",
    "TypeError: options.concurrency must bound how much runs at once, which a circuit breaker does not",
    "RangeError: options.capacity must be an integer of at least 0, not -1",
    "TypeError: options must be an object, not 5",
    "TypeError: options.signal must be an AbortSignal, not an object",
  ]);
});

test("adds that nobody awaits do not pile up without bound (R5)", async () => {
  const { workers } = poolOf(1);
  const adds = Array.from({ length: 65_537 }, (_, item) => workers.add(item));
  const errors = [
    await failure<OverflowError>(workers.add(-1)),
    await failure<OverflowError>(workers.run(-2)),
  ];
  assert.equal(errors.map(({ name, message, value }) => [name, message, value]), [
    ["OverflowError", "Cannot add: 65536 items are already waiting; is add() awaited?", -1],
    ["OverflowError", "Cannot run: 65536 items are already waiting; is run() awaited?", -2],
  ]);
  assert.equal(counts(workers), [1, 0, 65_536, 0, 0]);
  workers.cancel();
  assert.is((await Promise.allSettled(adds)).filter(({ status }) => status === "rejected").length, 65_536);
});

test("a governor whose acquire() resolves with no permit fails the items in line, and nothing hangs (R5, C25)", async () => {
  const started: number[] = [];
  const acquire = () => Promise.resolve({} as never);
  const workers = pool((item: number) => started.push(item), { concurrency: { acquire } as never, capacity: 5 });
  const results = [1, 2, 3].map((item) => failure<Error>(workers.run(item)));
  for (const error of await Promise.all(results)) {
    assert.is(`${error}`, "TypeError: acquire() must resolve with a permit that has release(), not an object");
  }
  await workers.close();
  assert.equal([started, workers.stats.failed], [[], 3]);
});

test.run();
