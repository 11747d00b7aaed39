import { channel, combineLatest, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { rest } from "../support/jobs.ts";
import { suite, turn } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("combineLatest");

const end = { done: true, value: undefined };
const broken = new Error("The source broke");

test("combineLatest() gives a tuple once each source has a value, then one for each new value", async () => {
  const [one, other] = [new Driven<string>(), new Driven<number>()];
  const flow = combineLatest(one, other);
  const next = flow.next();
  one.give("a");
  assert.ok(await waits(next));
  other.give(1);
  assert.equal((await next).value, ["a", 1]);
  for (const [source, value, tuple] of [[other, 2, ["a", 2]], [other, 3, ["a", 3]], [one, "b", ["b", 3]]] as const) {
    const next = flow.next();
    assert.ok(await waits(next));
    (source as Driven<unknown>).give(value);
    assert.equal((await next).value, tuple);
  }
  await flow.cancel();
});

test("synchronous sources take turns", async () => {
  assert.equal(await combineLatest([1, 2, 3], ["a", "b"]).toArray(), [[1, "a"], [2, "a"], [2, "b"], [3, "b"]]);
  assert.equal(await combineLatest([1, 2]).toArray(), [[1], [2]]);
});

test("none is skipped: there are as many tuples as values, but for the first ones", async () => {
  const [one, other, third] = [Driven.of(1, 2, 3, 4), new Counted([10, 20, 30]), Driven.of(100, 200)];
  const tuples = await combineLatest(one, other, third).toArray();
  assert.is(tuples.length, 4 + 3 + 2 - 2);
  assert.equal(tuples[0], [1, 10, 100]);
  for (const [index, values] of [[1, 2, 3, 4], [10, 20, 30], [100, 200]].entries()) {
    assert.equal([...new Set(tuples.map((tuple) => tuple[index]))], values);
  }
  for (const [index, tuple] of tuples.slice(1).entries()) {
    const before = tuples[index] ?? [];
    assert.is(tuple.filter((value, place) => value !== before[place]).length, 1);
  }
});

test("equal values after one another are new ones, too", async () => {
  assert.equal(await combineLatest([1, 1, 1], ["a"]).toArray(), [[1, "a"], [1, "a"], [1, "a"]]);
});

test("combineLatest() holds any value untouched, undefined as well", async () => {
  const values = [undefined, null, NaN, [], Promise.resolve(1), { then: () => assert.unreachable("It was awaited") }];
  for (const value of values) {
    const [tuple] = await combineLatest([value], [undefined]).toArray();
    assert.ok(Object.is(tuple?.[0], value));
    assert.equal(tuple?.slice(1), [undefined]);
  }
});

test("every tuple is an array of its own", async () => {
  const flow = combineLatest([1, 2], [3]);
  (await flow.next()).value?.splice(0);
  assert.equal((await flow.next()).value, [2, 3]);
});

test("no source is asked for its second value before each has its first (P1)", async () => {
  const [one, other, third] = [naturals(), new Driven<number>().give(1, 2), new Driven<number>()];
  const flow = combineLatest(one, other, third);
  const next = flow.next();
  assert.ok(await waits(next));
  assert.equal([one.asked, other.asked, third.asked], [1, 1, 1]);
  third.give(7);
  assert.equal((await next).value, [0, 1, 7]);
  await flow.cancel();
});

test("afterwards each source is asked for one value at a time, when a tuple is wanted (P1)", async () => {
  const [one, other] = [new Driven<number>().give(1, 2, 3), new Driven<number>().give(10, 20, 30)];
  const flow = combineLatest(one, other);
  for (let tuples = 1; tuples < 5; tuples++) {
    await flow.next();
    await rest();
    assert.ok(one.asked + other.asked <= tuples + 3, `${one.asked} and ${other.asked} after ${tuples}`);
  }
  await flow.cancel();
});

test("combineLatest() ends when all have ended, those that ended early keep their last value", async () => {
  const [early, late] = [Driven.of(1), new Driven<string>().give("a")];
  const flow = combineLatest(early, late);
  assert.equal((await flow.next()).value, [1, "a"]);
  const next = flow.next();
  assert.ok(await waits(next));
  late.give("b");
  assert.equal((await next).value, [1, "b"]);
  const last = flow.next();
  assert.ok(await waits(last));
  late.end();
  assert.equal(await last, end);
  assert.equal([early.returned, late.returned], [0, 0]);
});

test("combineLatest() ends when one ends without any value; the others are released, once (P4)", async () => {
  const [silent, empty, busy] = [new Driven<number>(), new Driven<number>(), naturals()];
  const flow = combineLatest(silent, empty, busy);
  const next = flow.next();
  assert.ok(await waits(next));
  empty.end();
  assert.equal(await next, end);
  assert.equal([silent.returned, empty.returned, busy.returned], [1, 0, 1]);
  await flow.cancel();
  assert.equal([silent.returned, empty.returned, busy.returned], [1, 0, 1]);
});

test("a source that has given its only value does not end it before the others have theirs", async () => {
  const late = new Driven<string>();
  const flow = combineLatest([1], late);
  const next = flow.next();
  assert.ok(await waits(next));
  late.give("a").end();
  assert.equal((await next).value, [1, "a"]);
  assert.equal(await flow.next(), end);
});

test("the end waits for the release of the others, and tells what that throws (P4)", async () => {
  const [other, releasing] = [new Driven<number>().give(1), gate()];
  other.closing = releasing.promise;
  const flow = combineLatest(other, new Driven<number>().give(2), Driven.of<number>());
  await rest();
  const next = flow.next();
  assert.ok(await waits(next));
  releasing.fail(broken);
  assert.is(await failure(next), broken);
  assert.equal(await flow.next(), end);
});

test("an error releases all others, once, and comes when they have stopped (P3)", async () => {
  const [failing, slow, silent] = [new Driven<number>(), new Driven<number>().give(1), new Driven<number>()];
  const releasing = gate();
  slow.closing = releasing.promise;
  const flow = combineLatest(slow, failing, silent);
  const next = flow.next();
  await rest();
  failing.fail(broken);
  assert.ok(await waits(next));
  assert.equal([failing.returned, slow.returned, silent.returned], [0, 1, 1]);
  releasing.open();
  assert.is(await failure(next), broken);
  assert.equal(await flow.next(), end);
});

test("leaving releases all sources, once; one that has ended needs none (P4)", async () => {
  const [ended, busy, silent] = [new Counted([1]), naturals(), new Driven<number>().give(1)];
  for await (const [, n] of combineLatest(ended, busy, silent)) if (n === 3) break;
  assert.equal([ended.returned, busy.returned, silent.returned], [0, 1, 1]);
});

test("an abort is told, and leaves no receiver behind in a channel (P4)", async () => {
  const controller = new AbortController();
  const [one, other] = [channel<number>(1), channel<number>()];
  await one.send(1);
  const flow = pipeline(combineLatest(one, other), { signal: controller.signal });
  const next = flow.next();
  assert.ok(await waits(next));
  assert.is(other.stats.waitingReceivers, 1);
  controller.abort("enough");
  assert.is(await failure(next), "enough");
  assert.equal([one.stats.waitingReceivers, other.stats.waitingReceivers], [0, 0]);
});

test("concurrent pulls are answered in order (P4)", async () => {
  const [one, other] = [new Driven<number>(), new Driven<number>()];
  const flow = combineLatest(one, other);
  const all = [flow.next(), flow.next(), flow.next()];
  one.give(1);
  other.give(10);
  await rest();
  one.give(2).end();
  other.end();
  assert.equal((await Promise.all(all)).map(({ value }) => value), [[1, 10], [2, 10], undefined]);
});

test("flows that end at different times each end once", async () => {
  async function* slowly(count: number) {
    for (let n = 0; n < count; n++) {
      await turn();
      yield n;
    }
  }
  const tuples = await combineLatest(pipeline(slowly(1)), pipeline(slowly(4)), pipeline(slowly(2))).toArray();
  assert.is(tuples.length, 5);
  assert.equal(tuples.at(-1), [0, 3, 1]);
});

test("many sources work like two", async () => {
  const sources = Array.from({ length: 100 }, (_, index) => Driven.of(index, index + 1000));
  const tuples = await combineLatest(...sources).toArray();
  assert.is(tuples.length, 101);
  assert.equal(tuples.at(-1), Array.from({ length: 100 }, (_, index) => index + 1000));
});

test.run();
