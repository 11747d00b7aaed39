import * as assert from "uvu/assert";
import { filter, map, pipeline, tap } from "sluice";
import { bounded, every, ordered, unbounded, upTo } from "../../support/crowds.ts";
import { Counted, Driven, naturals } from "../../support/driven.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, ticks } from "../../support/test.ts";

const test = suite("concurrent");
for (const { name, options, width, hand } of bounded) {
  test(`with ${name}, nothing is pulled before the first value is asked for (P1)`, async () => {
    const source = naturals();
    const flow = pipeline(source, map((n) => n, options()));
    await rest();
    assert.is(source.asked, 0);
    await flow.return();
  });

  test(`with ${name}, so many items are in work at once, and no more are pulled than may be in hand (P1, P2)`, async () => {
    const source = naturals();
    const jobs = new Jobs((n) => n);
    const flow = pipeline(source, map(jobs.obeying, options()));
    const all = [flow.next(), flow.next(), flow.next()];
    await rest();
    assert.equal(jobs.started, upTo(width));
    assert.is(source.asked, hand);
    await flow.return();
    await Promise.all(all);
  });

  test(`with ${name}, results wait until they are asked for, and nothing is pulled meanwhile (P1)`, async () => {
    const source = naturals();
    const flow = pipeline(source, map((n) => ticks(n % 3).then(() => n), options()));
    const first = await flow.next();
    await rest();
    assert.ok(source.asked <= hand, `${source.asked}`);
    assert.is(first.done, false);
    await flow.return();
  });

  test(`with ${name}, no more are in hand at any moment, whoever is slow (P1, P2)`, async () => {
    let [begun, running, most] = [0, 0, 0];
    const flow = pipeline(
      new Counted(upTo(200)),
      map(async (n) => {
        begun++;
        most = Math.max(most, ++running);
        await ticks((n * 7) % 11);
        running--;
        return n;
      }, options()),
    );
    let taken = 0;
    for await (const _ of flow) {
      taken++;
      assert.ok(begun - taken < hand, `${begun - taken} beside the one in the consumer's hands`);
      if (taken % 5 === 0) await rest();
      assert.ok(begun - taken < hand, `${begun - taken} beside the one in the consumer's hands`);
    }
    assert.equal([taken, running], [200, 0]);
    assert.ok(most <= width, `${most}`);
  });
}

for (const { name, options, width, hand } of ordered) {
  test(`with ${name}, finished items behind a slow one keep their places (P2)`, async () => {
    const source = naturals();
    const jobs = new Jobs((n) => n);
    const flow = pipeline(source, map(jobs.obeying, options()));
    const next = flow.next();
    await rest();
    for (let round = 0; round < 50; round++) {
      jobs.finish(...[...jobs.running].filter((item) => item !== 0));
      await rest();
    }
    assert.ok(await pending(next));
    assert.ok(jobs.started.length <= hand, `${jobs.started.length} for ${width}`);
    assert.is(source.asked, hand);
    jobs.finish(0);
    assert.equal(await next, got(0));
    await flow.return();
  });
}

for (const { name, options } of unbounded) {
  test(`with ${name}, all items are in work at once (P2)`, async () => {
    const source = new Counted(upTo(1000));
    const jobs = new Jobs((n) => n);
    const all = pipeline(source, map(jobs.work, options())).toArray();
    for (let breaths = 0; breaths < 100 && source.asked < 1001; breaths++) await rest();
    assert.equal([jobs.running.size, source.asked], [1000, 1001]);
    jobs.finish(...upTo(1000));
    assert.equal(await all, upTo(1000));
  });
}

for (const { name, options } of every) {
  test(`with ${name}, synchronous functions give their results, too (P2)`, async () => {
    assert.equal(await pipeline(upTo(100), map((n) => n * 2, options())).toArray(), upTo(100).map((n) => n * 2));
    const odd = await pipeline(upTo(100), filter((n) => n % 2 === 1, options())).toArray();
    assert.equal(odd, upTo(100).filter((n) => n % 2 === 1));
  });

  test(`with ${name}, an empty source is the end at once`, async () => {
    assert.equal(await pipeline([], map(() => assert.unreachable(), options())).toArray(), []);
    assert.equal(await pipeline(Driven.of(), map(() => assert.unreachable(), options())).toArray(), []);
  });

  test(`with ${name}, every item has its index and a signal of its own (P2)`, async () => {
    const seen = new Map<number, [number, AbortSignal]>();
    const note = tap(
      (value: number, { index, signal }) => (seen.set(value, [index, signal]), ticks(value % 5)),
      options(),
    );
    await pipeline(upTo(50).map((n) => n + 100), note).run();
    assert.equal([...seen].map(([value, [index]]) => value - index), upTo(50).map(() => 100));
    assert.is(new Set([...seen.values()].map(([, signal]) => signal)).size, 50);
    assert.ok([...seen.values()].every(([, signal]) => !signal.aborted));
  });

  test(`with ${name}, a slow source is asked for one value at a time (P1)`, async () => {
    const source = new Driven<number>();
    const all = pipeline(source, map((n) => ticks(3).then(() => n), options())).toArray();
    await rest();
    for (let n = 0; n < 5; n++) {
      await rest();
      assert.is(source.asked, n + 1);
      source.give(n);
    }
    await rest();
    source.end();
    assert.equal(await all, upTo(5));
    assert.is(source.returned, 0);
  });
}

test("a place becomes free only when the next value is asked for (P1, P2)", async () => {
  const source = naturals();
  const jobs = new Jobs((n) => n);
  const flow = pipeline(source, map(jobs.obeying, { concurrency: 3 }));
  const first = flow.next();
  await rest();
  jobs.finish(0);
  assert.equal(await first, got(0));
  await rest();
  assert.is(source.asked, 3);
  const second = flow.next();
  await rest();
  assert.is(source.asked, 4);
  jobs.finish(1);
  assert.equal(await second, got(1));
  await flow.return();
});

test("items that a filter refuses give their places to the next ones (P2)", async () => {
  const source = new Counted(upTo(100));
  const jobs = new Jobs((n) => n === 99);
  const flow = pipeline(source, filter(jobs.work, { concurrency: 3 }));
  const next = flow.next();
  await rest();
  for (const item of upTo(99)) {
    await rest();
    assert.ok(source.asked <= item + 3);
    jobs.finish(item);
  }
  await rest();
  jobs.finish(99);
  assert.equal(await next, got(99));
  await flow.return();
});

test("two stages have no more items in hand than their sum (P1)", async () => {
  const source = naturals();
  const [first, second] = [new Jobs((n) => n), new Jobs((n) => n)];
  const flow = pipeline(source, map(first.obeying, { concurrency: 3 }), map(second.obeying, { concurrency: 2 }));
  const next = flow.next();
  await rest();
  for (let round = 0; round < 20; round++) {
    first.finish(...first.running);
    await rest();
  }
  assert.equal(second.started, [0, 1]);
  assert.ok(source.asked > 2 && source.asked <= 5, `${source.asked}`);
  await flow.return();
  await next;
});

for (const ordered of [true, false]) {
  test(`promises that tell twice, and at once, are taken at their first word: ordered ${ordered} (P2)`, async () => {
    const hasty = (n: number) =>
      Object.assign(Promise.resolve(n), {
        then(told: (value: number) => void) {
          told(n);
          told(-n);
        },
      });
    const flow = pipeline([1, 2, 3, 4], map(hasty, { concurrency: 2, ordered }));
    assert.equal((await flow.toArray()).sort(), [1, 2, 3, 4]);
  });
}

test.run();
