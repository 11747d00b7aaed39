import * as assert from "uvu/assert";
import { map, Mutex, pipeline, Semaphore } from "sluice";
import { upTo } from "../../support/crowds.ts";
import { Driven, naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, ticks } from "../../support/test.ts";

const test = suite("gate");
const end = { done: true, value: undefined };
const orders = [true, false];

test("an item is pulled first, and then its permit acquired: a slow source does not sit on it (P2)", async () => {
  for (const ordered of orders) {
    const source = new Driven<number>();
    const seats = new Semaphore(2);
    const jobs = new Jobs((n) => n);
    const flow = pipeline(source, map(jobs.work, { concurrency: seats, ordered }));
    const next = flow.next();
    await rest();
    assert.equal([source.asked, seats.available], [1, 2]);
    source.give(0);
    await rest();
    assert.equal([source.asked, seats.available, jobs.started], [2, 1, [0]]);
    jobs.finish(0);
    await next;
    await rest();
    assert.equal([source.asked, seats.available], [2, 2]);
    await flow.return();
  }
});

test("one item more than there are permits is in hand, and waits for one (P1, P2)", async () => {
  for (const ordered of orders) {
    for (const permits of [1, 2, 5]) {
      const source = naturals();
      const seats = new Semaphore(permits);
      const jobs = new Jobs((n) => n);
      const flow = pipeline(source, map(jobs.obeying, { concurrency: seats, ordered }));
      const next = flow.next();
      await rest();
      assert.equal([source.asked, jobs.started.length, seats.available], [permits + 1, permits, 0]);
      await flow.return();
      assert.equal([await next, seats.available], [end, permits]);
    }
  }
});

test("a permit comes back when the work is done, not when the result is asked for (P2)", async () => {
  const seats = new Semaphore(2);
  const jobs = new Jobs((n) => n);
  const flow = pipeline(upTo(2), map(jobs.work, { concurrency: seats }));
  const next = flow.next();
  await rest();
  assert.is(seats.available, 0);
  jobs.finish(1);
  await rest();
  assert.is(seats.available, 1);
  jobs.finish(0);
  assert.equal([await next, seats.available], [got(0), 2]);
  assert.equal(await flow.next(), got(1));
});

test("an item that gets its permit goes to work behind a slow head, up to the hand's width (P2)", async () => {
  const source = naturals();
  const seats = new Semaphore(2);
  const jobs = new Jobs((n) => n);
  const flow = pipeline(source, map(jobs.obeying, { concurrency: seats }));
  const next = flow.next();
  await rest();
  jobs.finish(1);
  await rest();
  jobs.finish(2);
  await rest();
  assert.equal([jobs.started, source.asked, seats.available], [[0, 1, 2], 3, 1]);
  jobs.finish(0);
  assert.equal(await next, got(0));
  await flow.return();
});

test("results that wait leave the budget to others of the stage, up to what it had in hand before (P1, P2)", async () => {
  for (const ordered of orders) {
    const source = naturals();
    const jobs = new Jobs((n) => n);
    const flow = pipeline(source, map(jobs.obeying, { concurrency: new Semaphore(3), ordered }));
    const next = flow.next();
    await rest();
    jobs.finish(0, 1, 2);
    assert.equal([await next, await flow.next()], [got(0), got(1)]);
    await rest();
    assert.equal([jobs.started, source.asked], [upTo(4), 4]); // 1 is in the consumer's hands, and holds its place
    assert.equal(await flow.next(), got(2));
    await rest();
    assert.equal([jobs.started, source.asked], [upTo(5), 5]);
    await flow.return();
  }
});

test("a mutex lets one item into work at a time (P2)", async () => {
  for (const ordered of orders) {
    const mutex = new Mutex();
    let running = 0;
    const work = map(async (n: number) => {
      assert.is(++running, 1);
      assert.ok(mutex.locked);
      await ticks(n % 4);
      running--;
      return n;
    }, { concurrency: mutex, ordered });
    assert.equal(await pipeline(upTo(50), work).toArray(), upTo(50));
    assert.not(mutex.locked);
  }
});

test("a semaphore that is shut holds the work, until it opens (P2)", async () => {
  const seats = new Semaphore(0);
  const source = naturals();
  const jobs = new Jobs((n) => n);
  const flow = pipeline(source, map(jobs.obeying, { concurrency: seats }));
  const next = flow.next();
  await rest();
  assert.equal([source.asked, jobs.started], [1, []]);
  seats.resize(3);
  await rest();
  assert.equal([source.asked, jobs.started], [4, upTo(3)]);
  await flow.return();
  assert.equal([await next, seats.available], [end, 3]);
});

test("a pipeline that is left while its item waits for a permit is left at once, and out of the line (P4)", async () => {
  for (const ordered of orders) {
    const seats = new Semaphore(1);
    const held = await seats.acquire();
    const flow = pipeline(naturals(), map(() => assert.unreachable(), { concurrency: seats, ordered }));
    const next = flow.next();
    await rest();
    assert.not(await pending(flow.cancel()));
    assert.equal(await next, end);
    held.release();
    assert.is(seats.available, 1);
  }
});

test("a semaphore that is made smaller bounds the work from then on (P2)", async () => {
  const seats = new Semaphore(5);
  const jobs = new Jobs((n) => n);
  const all = pipeline(upTo(20), map(jobs.work, { concurrency: seats, ordered: false })).toArray();
  await rest();
  assert.is(jobs.running.size, 5);
  seats.resize(2);
  jobs.finish(0, 1, 2);
  await rest();
  assert.equal([...jobs.running], [3, 4]);
  while (jobs.running.size > 0) {
    jobs.finish(...jobs.running);
    await rest();
    assert.ok(jobs.running.size <= 2);
  }
  assert.equal((await all).sort((a, b) => a - b), upTo(20));
});

test("two stages of a pipeline that share a budget stay within it together (P2)", async () => {
  for (const ordered of orders) {
    for (const permits of [1, 2, 3]) {
      const seats = new Semaphore(permits);
      let [running, most] = [0, 0];
      const work = () =>
        map(async (n: number) => {
          most = Math.max(most, ++running);
          await ticks((n * 7) % 5);
          running--;
          return n;
        }, { concurrency: seats, ordered });
      const all = await pipeline(upTo(100), work(), work(), work()).toArray();
      assert.equal(all.sort((a, b) => a - b), upTo(100));
      assert.equal([most, seats.available], [permits, permits]);
    }
  }
});

test("several pipelines that share a budget stay within it together, and all get on (P2)", async () => {
  const seats = new Semaphore(3);
  let [running, most] = [0, 0];
  const work = async (n: number) => {
    most = Math.max(most, ++running);
    await ticks((n * 5) % 7);
    running--;
    return n;
  };
  const flows = [true, false, true].map((ordered) =>
    pipeline(upTo(100), map(work, { concurrency: seats, ordered })).toArray()
  );
  for (const all of await Promise.all(flows)) assert.equal(all.sort((a, b) => a - b), upTo(100));
  assert.equal([most, seats.available], [3, 3]);
});

test("when one of two pipelines fails, the other one gets all the permits (P2, P3)", async () => {
  const seats = new Semaphore(2);
  const [one, other] = [new Jobs((n) => n), new Jobs((n) => n)];
  const failed = failure(pipeline(naturals(), map(one.work, { concurrency: seats })).run());
  await rest();
  const flow = pipeline(naturals(), map(other.obeying, { concurrency: seats }));
  const next = flow.next();
  await rest();
  assert.equal([one.started, other.started], [[0, 1], []]);
  one.fail(0, "broken");
  await rest();
  assert.equal(other.started, [0]); // the other permit is still at work
  one.fail(1, "obeyed");
  assert.is(await failed, "broken");
  await rest();
  assert.equal(other.started, [0, 1]);
  await flow.return();
  assert.equal([await next, seats.available], [end, 2]);
});

test("results that nobody asks for hold no permit, and bound what is pulled (P1, P2)", async () => {
  for (const ordered of orders) {
    const source = naturals();
    const seats = new Semaphore(2);
    const flow = pipeline(source, map((n) => ticks(2).then(() => n), { concurrency: seats, ordered }));
    assert.equal(await flow.next(), got(0));
    for (let round = 0; round < 10; round++) await rest();
    assert.ok(source.asked <= 3, `${source.asked}`);
    assert.is(seats.available, 2);
    await flow.return();
  }
});

test.run();
