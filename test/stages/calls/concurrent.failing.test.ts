import * as assert from "uvu/assert";
import { type Governor, map, pipeline, Semaphore, tap } from "sluice";
import { every, upTo } from "../../support/crowds.ts";
import { Counted, Driven, naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, ticks } from "../../support/test.ts";

const test = suite("concurrent: failing");
const broken = new Error("broken");
const end = { done: true, value: undefined };
/** Items 0 to 3 in work. */
async function started(concurrency: number | Governor, ordered: boolean) {
  const source = naturals();
  const jobs = new Jobs((n) => n);
  const flow = pipeline(source, map(jobs.work, { concurrency, ordered }));
  const next = flow.next();
  await rest();
  assert.equal(jobs.started, upTo(4));
  return { source, jobs, flow, next };
}

const budgets: Record<string, () => number | Governor> = {
  "a number": () => 4,
  "a governor": () => new Semaphore(4),
};

for (const [kind, budget] of Object.entries(budgets)) {
  const inWork = (ordered: boolean) => started(budget(), ordered);

  test(`in order, with ${kind}, an error ends what is behind it, and only that (P3)`, async () => {
    const { source, jobs, flow, next } = await inWork(true);
    const pulled = source.asked;
    jobs.fail(2, broken);
    await rest();
    assert.equal([jobs.aborted, jobs.signal(3).reason === broken, source.returned], [[3], true, 1]);
    assert.ok(await pending(next));
    jobs.finish(0);
    assert.equal(await next, got(0));
    const [second, third] = [flow.next(), flow.next()];
    assert.ok(await pending(second));
    jobs.finish(1);
    assert.equal(await second, got(1));
    assert.ok(await pending(third));
    jobs.fail(3, jobs.signal(3).reason);
    assert.is(await failure(third), broken);
    assert.equal([jobs.started.length, source.asked, source.returned], [4, pulled, 1]);
    assert.equal([jobs.aborted, await flow.next()], [[3], end]);
  });

  test(`in order, with ${kind}, of two failures the first in line is thrown (P3)`, async () => {
    for (const [early, late] of [[1, 3], [3, 1]] as const) {
      const { jobs, flow, next } = await inWork(true);
      jobs.fail(early, `error of ${early}`);
      await rest();
      jobs.fail(late, `error of ${late}`);
      for (const item of [...jobs.running]) jobs.finish(item);
      assert.equal(await next, got(0));
      assert.is(await failure(flow.next()), "error of 1");
    }
  });

  test(`in order, with ${kind}, one who leaves before an error never hears of it (P3, P4)`, async () => {
    const { jobs, flow, next } = await inWork(true);
    jobs.fail(2, broken);
    jobs.finish(0, 3);
    assert.equal(await next, got(0));
    const left = flow.return();
    assert.equal([jobs.aborted, jobs.signal(1).reason.name, jobs.signal(3).reason === broken], [
      [1, 3],
      "AbortError",
      true,
    ]);
    assert.ok(await pending(left));
    jobs.fail(1, "late");
    assert.equal([await left, await flow.next()], [end, end]);
  });

  test(`in order, with ${kind}, an item before the failed one that fails, too, aborts more (P3)`, async () => {
    const { jobs, next } = await inWork(true);
    jobs.fail(3, "later");
    await rest();
    assert.equal(jobs.aborted, []);
    jobs.fail(0, "first");
    await rest();
    assert.equal([jobs.aborted, jobs.signal(1).reason, jobs.signal(2).reason], [[1, 2], "first", "first"]);
    assert.ok(await pending(next));
    jobs.finish(1, 2);
    assert.is(await failure(next), "first");
  });

  test(`in order, with ${kind}, an error of the source comes after all that it gave, unaborted (P3)`, async () => {
    const source = new Driven<number>().give(0, 1).fail(broken);
    const jobs = new Jobs((n) => n);
    const flow = pipeline(source, map(jobs.work, { concurrency: budget(), ordered: true }));
    const all = [flow.next(), flow.next(), failure(flow.next())];
    await rest();
    jobs.finish(1);
    assert.ok(await pending(Promise.race(all)));
    assert.equal(jobs.aborted, []);
    jobs.finish(0);
    assert.equal(await Promise.all(all), [got(0), got(1), broken]);
  });

  test(`as finished, with ${kind}, an error aborts all, and comes when all has settled (P3)`, async () => {
    const { source, jobs, flow, next } = await inWork(false);
    const pulled = source.asked;
    jobs.fail(2, broken);
    await rest();
    assert.equal([jobs.aborted, source.returned], [[0, 1, 3], 1]);
    assert.ok([0, 1, 3].every((item) => jobs.signal(item).reason === broken));
    for (const item of [0, 1]) jobs.finish(item);
    assert.ok(await pending(next));
    jobs.fail(3, "obeyed");
    assert.is(await failure(next), broken);
    assert.equal([jobs.started.length, source.asked, source.returned], [4, pulled, 1]);
    assert.equal(await flow.next(), end);
  });

  test(`as finished, with ${kind}, what was finished before the error is given before it (P3)`, async () => {
    const { jobs, flow, next } = await inWork(false);
    jobs.finish(3, 1);
    assert.equal(await next, got(3));
    jobs.fail(0, broken);
    await rest();
    assert.equal(await flow.next(), got(1));
    const last = flow.next();
    await rest();
    for (const item of jobs.running) jobs.fail(item, "obeyed");
    assert.is(await failure(last), broken);
  });

  test(`as finished, with ${kind}, of two failures the first in time is thrown (P3)`, async () => {
    const { jobs, next } = await inWork(false);
    jobs.fail(3, "first");
    jobs.fail(0, "second");
    jobs.finish(1, 2);
    assert.is(await failure(next), "first");
  });

  test(`as finished, with ${kind}, an error of the source aborts what runs (P3)`, async () => {
    const source = new Driven<number>().give(0, 1).fail(broken);
    const jobs = new Jobs((n) => n);
    const flow = pipeline(source, map(jobs.obeying, { concurrency: budget(), ordered: false }));
    assert.is(await failure(flow.next()), broken);
    assert.equal([jobs.aborted, jobs.signal(0).reason === broken], [[0, 1], true]);
  });
}

for (const { name, options } of every) {
  test(`with ${name}, nothing is started after an error (P3)`, async () => {
    const started: number[] = [];
    const fail = map((n: number) => {
      started.push(n);
      if (n === 1) throw broken;
      return ticks(5).then(() => n);
    }, options());
    const source = new Counted(upTo(100));
    assert.is(await failure(pipeline(source, fail).run()), broken);
    assert.equal([started, source.returned], [[0, 1], 1]);
  });

  test(`with ${name}, undefined is an error like others (P3)`, async () => {
    const flow = pipeline(new Counted(upTo(9)), map((n) => n === 1 ? Promise.reject() : n, options()));
    const failed = flow.toArray().then(() => "resolved", (error) => [error]);
    assert.equal(await failed, [undefined]);
  });

  test(`with ${name}, an error below aborts all with it, and comes when all has settled (P3)`, async () => {
    const source = naturals();
    const jobs = new Jobs((n) => n);
    const first = map((n: number, context) => n === 0 ? n : jobs.work(n, context), { ...options(), concurrency: 3 });
    const flow = pipeline(source, first, tap(() => Promise.reject(broken)));
    const next = flow.next();
    await rest();
    assert.equal(jobs.started, [1, 2]);
    assert.equal([jobs.aborted, jobs.signal(1).reason === broken, source.returned], [[1, 2], true, 1]);
    jobs.finish(1);
    assert.ok(await pending(next));
    jobs.fail(2, "late");
    assert.is(await failure(next), broken);
  });

  test(`with ${name}, what was finished when the source fails is given first (P3)`, async () => {
    const source = new Counted((function* () {
      yield* [0, 1];
      throw broken;
    })());
    const flow = pipeline(source, map((n) => n, options()));
    assert.equal([await flow.next(), await flow.next()], [got(0), got(1)]);
    assert.is(await failure(flow.next()), broken);
  });

  test(`with ${name}, an error is not replaced by what the source throws when it is released (P3)`, async () => {
    const source = new Counted(upTo(9));
    source.return = () => {
      throw new Error("released");
    };
    assert.is(await failure(pipeline(source, map(() => Promise.reject(broken), options())).run()), broken);
  });
}

test("as finished, an error aborts at once, though results wait to be asked for (P3)", async () => {
  const source = new Driven<number>();
  const jobs = new Jobs((n) => n);
  const flow = pipeline(source, map(jobs.work, { concurrency: 4, ordered: false }));
  const first = flow.next();
  source.give(0, 1, 2);
  await rest();
  jobs.finish(0, 1);
  assert.equal(await first, got(0));
  source.fail(broken);
  await rest();
  assert.equal([jobs.aborted, jobs.signal(2).reason === broken], [[2], true]);
  assert.equal(await flow.next(), got(1));
  const last = failure(flow.next());
  assert.ok(await pending(last));
  jobs.finish(2);
  assert.is(await last, broken);
});

test.run();
