import * as assert from "uvu/assert";
import { drop, dropWhile, type ItemContext, pipeline, take } from "sluice";
import { upTo } from "../support/crowds.ts";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { Jobs, rest } from "../support/jobs.ts";
import { pending, suite, ticks } from "../support/test.ts";

const test = suite("drop");
const broken = new Error("broken");
const end = { done: true, value: undefined };

test("drop() skips the first items, and gives the others", async () => {
  for (const count of [0, 1, 3, 5, 6, Infinity]) {
    assert.equal(await pipeline(upTo(5), drop(count)).toArray(), upTo(5).slice(count));
    assert.equal(await pipeline(Driven.of(...upTo(5)), drop(count)).toArray(), upTo(5).slice(count));
  }
});

test("drop() pulls what it skips with the first value that is asked for, and no more (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, drop(3));
  assert.is(source.asked, 0);
  assert.equal([(await flow.next()).value, source.asked], [3, 4]);
  assert.equal([(await flow.next()).value, source.asked], [4, 5]);
  await flow.return();
  assert.is(source.returned, 1);
});

test("drop() counts for each run by itself, and takes turns with take()", async () => {
  const two = drop<number>(2);
  for (const _ of upTo(2)) assert.equal(await pipeline(upTo(4), two).toArray(), [2, 3]);
  assert.equal(await pipeline(naturals(), drop(3), take(4), drop(1), take(2)).toArray(), [4, 5]);
});

test("drop() waits with a slow source, and passes an error on, also while it skips (P3)", async () => {
  const source = new Driven<number>();
  const flow = pipeline(source, drop(2));
  const next = flow.next();
  await rest();
  for (const n of upTo(2)) {
    source.give(n);
    assert.ok(await pending(next));
  }
  source.give(2);
  assert.equal(await next, { done: false, value: 2 });
  await flow.return();
  assert.is(await failure(pipeline(new Driven<number>().give(1).fail(broken), drop(5)).run()), broken);
});

test("values travel untouched (C5)", async () => {
  const values = ["skipped", undefined, null, NaN, Promise.resolve(1)];
  for (const stage of [drop(1), dropWhile((value) => value === "skipped")]) {
    const same = await pipeline(values, stage).toArray();
    assert.ok(same.length === 4 && same.every((value, index) => Object.is(value, values[index + 1])));
  }
});

test("a wrong count is a TypeError or RangeError that names it (C25)", () => {
  const refused = (given: unknown) => {
    const { name, message } = thrownBy<Error>(() => drop(given as number));
    return `${name}: ${message}`;
  };
  for (const count of [-1, 1.5, NaN]) {
    assert.is(refused(count), `RangeError: count must be an integer of at least 0, not ${count}`);
  }
  assert.is(refused(null), "TypeError: count must be a number, not null");
});

/** The same test, at once and promised. */
const tests: ((n: number) => boolean | PromiseLike<boolean>)[] = [
  (n) => n < 3,
  (n) => Promise.resolve(n < 3),
  (n) => ticks(n).then(() => n < 3),
  (n) => n % 2 === 0 ? n < 3 : ticks(4).then(() => n < 3),
];

test("dropWhile() gives the first item that fails the test and all after it", async () => {
  for (const passes of tests) {
    assert.equal(await pipeline([0, 1, 2, 3, 1, 4, 0], dropWhile(passes)).toArray(), [3, 1, 4, 0]);
    assert.equal(await pipeline([3, 1], dropWhile(passes)).toArray(), [3, 1]);
    assert.equal(await pipeline([1, 2], dropWhile(passes)).toArray(), []);
  }
});

test("after the first item that fails, the test of dropWhile() is not called any more", async () => {
  for (const passes of tests) {
    const tested: number[] = [];
    const stage = dropWhile((n: number) => (tested.push(n), passes(n)));
    assert.equal(await pipeline([1, 3, 0, 1], stage).toArray(), [3, 0, 1]);
    assert.equal(tested, [1, 3]);
  }
});

test("dropWhile() begins anew in each run, with (value, { index, signal }) (P2)", async () => {
  const calls: unknown[] = [];
  const stage = dropWhile((value: string, { index, signal }: ItemContext) => {
    calls.push([value, index, signal.aborted]);
    return index < 1;
  });
  for (const _ of upTo(2)) assert.equal(await pipeline(["a", "b", "c"], stage).toArray(), ["b", "c"]);
  assert.equal(calls, [["a", 0, false], ["b", 1, false], ["a", 0, false], ["b", 1, false]]);
});

test("what counts for dropWhile() is whether the result is truthy", async () => {
  for (const no of [0, "", null, undefined, NaN, false]) {
    for (const give of [(value: unknown) => value, (value: unknown) => Promise.resolve(value)]) {
      const stage = dropWhile((n: number) => give(n < 2 ? "yes" : no) as boolean);
      assert.equal(await pipeline(upTo(4), stage).toArray(), [2, 3]);
    }
  }
});

test("dropWhile() pulls what it skips with the first value that is asked for, and no more (P1)", async () => {
  for (const passes of tests) {
    const source = naturals();
    const flow = pipeline(source, dropWhile(passes));
    assert.equal([(await flow.next()).value, source.asked], [3, 4]);
    assert.equal([(await flow.next()).value, source.asked], [4, 5]);
    await flow.return();
  }
});

test("a test of dropWhile() that fails fails the flow (P3)", async () => {
  const throwing = () => {
    throw broken;
  };
  for (const fail of [throwing, () => Promise.reject(broken)]) {
    const source = naturals();
    assert.is(await failure(pipeline(source, dropWhile((n) => n < 2 || fail())).run()), broken);
    assert.equal([source.asked, source.returned], [3, 1]);
  }
});

test("leaving aborts a test of dropWhile() that runs, and waits for it (P4)", async () => {
  const source = new Counted(upTo(3));
  const jobs = new Jobs(() => true);
  const flow = pipeline(source, dropWhile(jobs.work));
  const next = flow.next();
  await rest();
  const left = flow.cancel("enough");
  assert.equal([jobs.signal(0).reason, source.returned], ["enough", 1]);
  assert.ok(await pending(left));
  jobs.finish(0);
  await left;
  assert.equal(await next, end);
});

test("the test of dropWhile() must be a function (C25)", () => {
  assert.is(thrownBy<TypeError>(() => dropWhile(3 as never)).message, "test must be a function, not 3");
});

test.run();
