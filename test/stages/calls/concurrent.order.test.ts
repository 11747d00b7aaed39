import * as assert from "uvu/assert";
import { filter, map, pipeline, tap } from "sluice";
import { alone, ordered, unbounded, unordered, upTo } from "../../support/crowds.ts";
import { Driven, naturals } from "../../support/driven.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, ticks } from "../../support/test.ts";

const test = suite("concurrent: order");
const inOrder = [alone, ...ordered, ...unbounded.filter(({ ordered }) => ordered)];
const asFinished = [...unordered, ...unbounded.filter(({ ordered }) => !ordered)];

for (const { name, options } of inOrder) {
  test(`with ${name}, results keep the order of the items, whatever finishes first (P2)`, async () => {
    const late = (n: number) => ticks((97 * n) % 13).then(() => n);
    assert.equal(await pipeline(upTo(100), map(late, options())).toArray(), upTo(100));
    const even = await pipeline(upTo(100), filter((n) => late(n).then(() => n % 2 === 0), options())).toArray();
    assert.equal(even, upTo(100).filter((n) => n % 2 === 0));
    assert.equal(await pipeline(upTo(100), tap(late, options())).toArray(), upTo(100));
  });

  test(`with ${name}, a slow item is waited for, also by those that are done at once (P2)`, async () => {
    const jobs = new Jobs((n) => n);
    const flow = pipeline(upTo(3), map((n, context) => n === 0 ? jobs.work(n, context) : n, options()));
    const all = flow.toArray();
    assert.ok(await pending(all));
    jobs.finish(0);
    assert.equal(await all, [0, 1, 2]);
  });
}

for (const { name, options } of asFinished) {
  test(`with ${name}, results come as they are finished (P2)`, async () => {
    const jobs = new Jobs((n) => n * 10);
    const flow = pipeline(upTo(3), map(jobs.work, options()));
    const all = [flow.next(), flow.next(), flow.next(), flow.next()];
    await rest();
    assert.equal(jobs.started, [0, 1, 2]);
    for (const [index, item] of [2, 0, 1].entries()) {
      assert.ok(await pending(all[index] as Promise<unknown>));
      jobs.finish(item);
      assert.equal(await all[index], got(item * 10));
    }
    assert.equal(await all[3], { done: true, value: undefined });
  });

  test(`with ${name}, results that are finished wait in the order in which they were (P2)`, async () => {
    const jobs = new Jobs((n) => n);
    const flow = pipeline(upTo(4), map((n, context) => n === 0 ? n : jobs.work(n, context), options()));
    assert.equal(await flow.next(), got(0));
    const next = flow.next();
    await rest();
    for (const item of [...jobs.running].reverse()) {
      jobs.finish(item);
      await rest();
    }
    const [last] = jobs.started.slice(-1) as [number];
    assert.equal(await next, got(last));
    assert.equal(await flow.next(), got(last - 1));
    await flow.return();
  });

  test(`with ${name}, an item that is slow holds nobody back (P2)`, async () => {
    const jobs = new Jobs((n) => n);
    const source = naturals();
    const flow = pipeline(
      source,
      map((n, context) => n === 0 ? jobs.work(n, context) : ticks(3).then(() => n), {
        ...options(),
        concurrency: 3,
      }),
    );
    for (const n of upTo(50)) assert.equal(await flow.next(), got(n + 1));
    jobs.finish(0);
    const rest = [await flow.next(), await flow.next(), await flow.next()].map(({ value }) => value);
    assert.ok(rest.includes(0), `${rest}`);
    await flow.return();
  });

  test(`with ${name}, a slow source holds no result back (P2)`, async () => {
    const source = new Driven<number>();
    const jobs = new Jobs((n) => n);
    const flow = pipeline(source, map(jobs.work, options()));
    const first = flow.next();
    await rest();
    source.give(0, 1);
    await rest();
    assert.equal(jobs.started, [0, 1]);
    jobs.finish(1);
    assert.equal(await first, got(1));
    const second = flow.next();
    await rest();
    jobs.finish(0);
    assert.equal(await second, got(0));
    await flow.return();
  });

  test(`with ${name}, every result comes once, whatever is asked for when (P2)`, async () => {
    const late = (n: number) => ticks((31 * n) % 17).then(() => n);
    const all = await pipeline(upTo(200), map(late, options())).toArray();
    assert.equal(all.sort((a, b) => a - b), upTo(200));
  });
}

test("with a slow source, an ordered stage gives what is finished at once (P2)", async () => {
  const source = new Driven<number>();
  const jobs = new Jobs((n) => n);
  const flow = pipeline(source, map(jobs.work, { concurrency: 3 }));
  const next = flow.next();
  await rest();
  source.give(0);
  await rest();
  jobs.finish(0);
  assert.equal(await next, got(0));
  await flow.return();
});

test("concurrent next() calls are answered in the order of the results (P2)", async () => {
  const jobs = new Jobs((n) => n);
  const flow = pipeline(upTo(5), map(jobs.work, { concurrency: 5 }));
  const all = upTo(6).map(() => flow.next());
  await rest();
  jobs.finish(4, 2, 3, 1, 0);
  assert.equal(await Promise.all(all), [...upTo(5).map(got), { done: true, value: undefined }]);
});

test("all results that are finished are given, whoever asks for how many (P2)", async () => {
  const jobs = new Jobs((n) => n);
  const flow = pipeline(upTo(5), map(jobs.work, { concurrency: 5, ordered: false }));
  const all = upTo(6).map(() => flow.next());
  await rest();
  jobs.finish(4, 2, 3, 1, 0);
  const values = (await Promise.all(all)).map(({ value }) => value);
  assert.equal(values, [4, 2, 3, 1, 0, undefined]);
});

test.run();
