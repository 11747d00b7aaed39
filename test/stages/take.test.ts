import * as assert from "uvu/assert";
import { batch, channel, map, pipeline, take } from "sluice";
import { every, upTo } from "../support/crowds.ts";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { Jobs, rest } from "../support/jobs.ts";
import { got } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("take");
const broken = new Error("broken");
const end = { done: true, value: undefined };
test("take() gives the first items, and not one more is pulled (P1)", async () => {
  for (const count of [1, 2, 10]) {
    const source = naturals();
    assert.equal(await pipeline(source, take(count)).toArray(), upTo(count));
    assert.equal([source.asked, source.returned], [count, 1]);
  }
});

test("a source that has fewer items ends earlier, and is not released", async () => {
  for (const count of [4, 100, 2 ** 53, Infinity]) {
    const source = new Counted(upTo(3));
    assert.equal(await pipeline(source, take(count)).toArray(), upTo(3));
    assert.equal([source.asked, source.returned], [4, 0]);
  }
});

test("a source that has exactly so many is released with the last one, and not asked for its end (P1)", async () => {
  const source = new Counted(upTo(3));
  assert.equal(await pipeline(source, take(3)).toArray(), upTo(3));
  assert.equal([source.asked, source.returned], [3, 1]);
});

test("the source is released with the last value, not when the end is asked for (P4)", async () => {
  const source = naturals();
  const flow = pipeline(source, take(2));
  assert.equal(await flow.next(), got(0));
  assert.is(source.returned, 0);
  assert.equal(await flow.next(), got(1));
  assert.is(source.returned, 1);
  for (const _ of upTo(3)) assert.equal(await flow.next(), end);
  assert.equal([source.asked, source.returned], [2, 1]);
});

test("the last value does not wait for the release; the end does (P4)", async () => {
  const source = new Driven<number>().give(1, 2);
  const closing = gate();
  source.closing = closing.promise;
  const flow = pipeline(source, take(1));
  assert.equal(await flow.next(), got(1));
  const [last, later] = [flow.next(), flow.next()];
  assert.ok(await pending(last));
  closing.open();
  assert.equal([await last, await later, source.returned], [end, end, 1]);
});

test("what the release throws is thrown instead of the end (P4)", async () => {
  const source = new Driven<number>().give(1, 2);
  source.closing = Promise.reject(broken);
  source.closing.catch(() => {});
  const flow = pipeline(source, take(1));
  assert.equal(await flow.next(), got(1));
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), end);
});

test("take(0) pulls nothing, and releases the source at the first pull (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, take(0));
  await rest();
  assert.equal([source.asked, source.returned], [0, 0]);
  assert.equal([await flow.next(), await flow.next()], [end, end]);
  assert.equal([source.asked, source.returned], [0, 1]);
  const silent = new Driven<number>();
  assert.equal(await pipeline(silent, map(() => assert.unreachable()), take(0)).toArray(), []);
  assert.equal([silent.asked, silent.returned], [0, 1]);
});

test("take() from a channel leaves it open, and takes no more than it gives (P4)", async () => {
  const shared = channel<number>(9);
  for (const n of upTo(9)) shared.trySend(n);
  assert.equal(await pipeline(shared, take(4)).toArray(), upTo(4));
  assert.equal([shared.size, shared.closed, shared.stats.waitingReceivers], [5, false, 0]);
});

test("work above that runs ahead is aborted and waited for, and its failures are nobody's (P3)", async () => {
  for (const { options, width } of every.filter(({ width }) => width > 1)) {
    const source = new Counted(upTo(9));
    const jobs = new Jobs((n) => n);
    const flow = pipeline(source, map(jobs.work, options()), take(1));
    const first = flow.next();
    await rest();
    jobs.finish(0);
    assert.equal(await first, got(0));
    const running = [...jobs.running];
    assert.ok(running.length > 0 && running.length <= width);
    assert.equal(jobs.aborted, running);
    assert.ok(running.every((item) => jobs.signal(item).reason.name === "AbortError"));
    const last = flow.next();
    assert.ok(await pending(last));
    for (const item of running) jobs.fail(item, broken);
    assert.equal(await last, end);
  }
});

test("an error that comes before the last item passes; one that would come later does not (P3)", async () => {
  const source = () => new Driven<number>().give(0, 1).fail(broken);
  assert.is(await failure(pipeline(source(), take(3)).run()), broken);
  assert.equal(await pipeline(source(), take(2)).toArray(), [0, 1]);
});

test("one stage counts for each run by itself", async () => {
  const two = take<number>(2);
  for (const _ of upTo(2)) assert.equal(await pipeline(naturals(), two).toArray(), [0, 1]);
  const [one, other] = [pipeline(naturals(), two), pipeline(naturals(), two)];
  assert.equal([(await one.next()).value, (await other.next()).value, (await one.next()).value], [0, 0, 1]);
  assert.equal([await one.next(), (await other.next()).value], [end, 1]);
});

test("several of them in a row give what the smallest gives", async () => {
  const source = naturals();
  assert.equal(await pipeline(source, take(5), batch(2), take(2), take(9)).toArray(), [[0, 1], [2, 3]]);
  assert.equal([source.asked, source.returned], [4, 1]);
});

test("values travel untouched (C5)", async () => {
  const values = [undefined, null, NaN, Promise.resolve(1)];
  const same = await pipeline(values, take(9)).toArray();
  assert.ok(same.length === 4 && same.every((value, index) => Object.is(value, values[index])));
});

test("leaving while the release is under way waits for it, too (P4)", async () => {
  const source = new Driven<number>().give(1);
  const closing = gate();
  source.closing = closing.promise;
  const flow = pipeline(source, take(1));
  await flow.next();
  const next = flow.next();
  const left = flow.return();
  assert.ok(await pending(Promise.race([next, left])));
  closing.open();
  assert.equal([await left, await next, source.returned], [end, end, 1]);
});

test("a wrong count is a TypeError or RangeError that names it (C25)", () => {
  const refused = (given: unknown) => {
    const { name, message } = thrownBy<Error>(() => take(given as number));
    return `${name}: ${message}`;
  };
  for (const count of [-1, 1.5, NaN, -Infinity]) {
    assert.is(refused(count), `RangeError: count must be an integer of at least 0, not ${count}`);
  }
  assert.is(refused("3"), 'TypeError: count must be a number, not "3"');
  assert.is(refused(undefined), "TypeError: count must be a number, not undefined");
});

test.run();
