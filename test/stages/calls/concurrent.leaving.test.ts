import * as assert from "uvu/assert";
import { type Flow, map, pipeline, Semaphore, take } from "sluice";
import { every, upTo } from "../../support/crowds.ts";
import { Counted, Driven, naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { watchedSignal } from "../../support/signals.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, ticks, turn } from "../../support/test.ts";

const test = suite("concurrent: leaving");
const broken = new Error("broken");
const end = { done: true, value: undefined };
/** A way to stop a pipeline: gives what to wait for; `reason` is what the work is aborted with. */
interface Way {
  readonly name: string;
  readonly reason: unknown;
  /** The values that were asked for end with the reason. */
  readonly failing?: boolean;
  readonly stop: (flow: Flow<unknown>, controller: AbortController) => Promise<unknown>;
}

const ways: readonly Way[] = [
  { name: "cancel(reason)", reason: "enough", stop: (flow) => flow.cancel("enough") },
  { name: "cancel()", reason: "AbortError", stop: (flow) => flow.cancel() },
  { name: "return()", reason: "AbortError", stop: (flow) => flow.return() },
  { name: "throw(error)", reason: broken, failing: true, stop: (flow) => failure(flow.throw(broken)) },
  { name: "await using", reason: "AbortError", stop: (flow) => flow[Symbol.asyncDispose]() },
  {
    name: "the outer signal",
    reason: "outside",
    failing: true,
    stop: (flow, controller) => {
      controller.abort("outside");
      return flow.return();
    },
  },
];

for (const { name, options } of every) {
  for (const way of ways) {
    test(`with ${name}, ${way.name} aborts what runs, and waits for it (P4)`, async () => {
      const source = new Counted(upTo(9));
      const controller = new AbortController();
      const jobs = new Jobs((n) => n);
      const flow = pipeline(source, map(jobs.work, options()), { signal: controller.signal });
      const next = flow.next().catch((error) => error);
      await rest();
      const running = [...jobs.running];
      const left = way.stop(flow, controller);
      assert.equal(jobs.aborted, running);
      const reasons = running.map((item) => jobs.signal(item).reason);
      assert.ok(reasons.every((reason) => reason === way.reason || reason.name === way.reason));
      const [first, ...others] = running as [number, ...number[]];
      jobs.finish(...others);
      assert.ok(await pending(Promise.race([left, next])));
      jobs.fail(first, "late");
      await left;
      assert.equal(await next, way.failing ? way.reason : end);
      assert.equal([jobs.started, source.returned], [running, running.length < 9 ? 1 : 0]);
    });
  }

  test(`with ${name}, break in a loop waits for what runs, and reports none of its failures (P3, P4)`, async () => {
    const jobs = new Jobs((n) => n);
    const reported: unknown[] = [];
    const work = map((n: number, context) => n === 0 ? n : jobs.work(n, context), {
      ...options(),
      onError: (error) => reported.push(error),
    });
    const flow = pipeline(upTo(4), work);
    const loop = (async () => {
      for await (const _ of flow) break;
    })();
    await rest();
    const running = [...jobs.running];
    assert.equal(jobs.aborted, running);
    assert.is(await pending(loop), running.length > 0);
    for (const item of running) jobs.fail(item, broken);
    await loop;
    assert.equal(reported, []);
  });

  test(`with ${name}, the signal of an item that was finished is not aborted (P2, P3)`, async () => {
    const jobs = new Jobs((n) => n);
    const flow = pipeline(upTo(4), map(jobs.obeying, options()));
    const next = flow.next();
    await rest();
    const [done, ...running] = [...jobs.running].reverse() as [number, ...number[]];
    jobs.finish(done);
    await rest();
    await flow.cancel();
    await next;
    assert.equal([jobs.signal(done).aborted, running.every((item) => jobs.aborted.includes(item))], [false, true]);
  });

  test(`with ${name}, a pipeline that is left while its source is silent is left at once (P4)`, async () => {
    const source = new Driven<number>();
    const flow = pipeline(source, map((n) => n, options()));
    const next = flow.next();
    await rest();
    assert.not(await pending(flow.return()));
    assert.equal([await next, source.returned], [end, 1]);
  });

  test(`with ${name}, a pipeline that is left before its first value pulls nothing, and releases its source (P1, P4)`, async () => {
    const source = naturals();
    const flow = pipeline(source, map(() => assert.unreachable(), options()));
    await flow.cancel();
    assert.equal([source.asked, source.returned, await flow.next()], [0, 1, end]);
  });

  test(`with ${name}, an outer signal has one listener, and none afterwards (C15)`, async () => {
    const watched = watchedSignal();
    const { signal } = watched;
    const flow = pipeline(upTo(9), map((n) => ticks(2).then(() => n), options()), { signal });
    await flow.next();
    assert.is(watched.listeners, 1);
    await flow.run();
    await turn();
    assert.is(watched.listeners, 0);
  });
}

test("a stage below that has enough aborts what runs, and the end waits for it (P3, P4)", async () => {
  for (const concurrency of [3, new Semaphore(3)]) {
    const jobs = new Jobs((n) => n);
    const source = naturals();
    const flow = pipeline(source, map(jobs.work, { concurrency, ordered: false }), take(1));
    const first = flow.next();
    await rest();
    jobs.finish(1);
    assert.equal(await first, got(1));
    assert.equal([jobs.aborted, jobs.signal(0).reason.name, source.returned], [[0, 2], "AbortError", 1]);
    const last = flow.next();
    await rest();
    jobs.finish(0);
    assert.ok(await pending(last));
    jobs.fail(2, broken);
    assert.equal(await last, end);
  }
});

test("when all has been left, an abort reason of the outer signal changes nothing (P4)", async () => {
  const controller = new AbortController();
  const jobs = new Jobs((n) => n);
  const flow = pipeline(upTo(3), map(jobs.obeying, { concurrency: 3 }), { signal: controller.signal });
  const next = flow.next();
  await rest();
  await flow.cancel("first");
  controller.abort("second");
  assert.equal([await next, jobs.signal(0).reason], [end, "first"]);
});

test.run();
