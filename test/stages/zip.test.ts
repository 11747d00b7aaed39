import { channel, map, pipeline, zip } from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { rest } from "../support/jobs.ts";
import { suite, turn } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("zip");

const end = { done: true, value: undefined };
const broken = new Error("The source broke");

test("zip() gives tuples of the first values, then of the second ones, and so on", async () => {
  assert.equal(await zip([1, 2], ["a", "b"], Driven.of(true, false)).toArray(), [[1, "a", true], [2, "b", false]]);
  assert.equal(await zip([1, 2]).toArray(), [[1], [2]]);
});

test("zip() ends with the shortest source, wherever it stands", async () => {
  assert.equal(await zip([1, 2, 3], ["a"]).toArray(), [[1, "a"]]);
  assert.equal(await zip([1], ["a", "b", "c"]).toArray(), [[1, "a"]]);
  assert.equal(await zip([1, 2], ["a", "b"], []).toArray(), []);
  assert.equal(await zip(Driven.of(1), naturals()).toArray(), [[1, 0]]);
});

test("zip() holds any value untouched", async () => {
  const values = [undefined, null, NaN, [], Promise.resolve(1), { then: () => assert.unreachable("It was awaited") }];
  for (const value of values) {
    const [tuple] = await zip([value], [value]).toArray();
    assert.ok(Object.is(tuple?.[0], value) && Object.is(tuple?.[1], value));
  }
});

test("every tuple is an array of its own", async () => {
  const flow = zip([1, 2], [3, 4]);
  const first = (await flow.next()).value;
  first?.splice(0);
  assert.equal((await flow.next()).value, [2, 4]);
});

test("all sources are asked side by side, for one value each (P1)", async () => {
  const sources = [new Driven<number>(), new Driven<number>(), new Driven<number>()];
  const flow = zip(...sources);
  const next = flow.next();
  await rest();
  assert.equal(sources.map(({ asked }) => asked), [1, 1, 1]);
  sources[2]?.give(30, 31);
  sources[0]?.give(10, 11);
  await rest();
  assert.equal(sources.map(({ asked }) => asked), [1, 1, 1]);
  sources[1]?.give(20);
  assert.equal((await next).value, [10, 20, 30]);
  await rest();
  assert.equal(sources.map(({ asked }) => asked), [1, 1, 1]);
  await flow.cancel();
});

test("nothing is asked for the next tuple before that is wanted (P1)", async () => {
  const [one, other] = [naturals(), naturals()];
  const flow = zip(one, other);
  for (let asked = 1; asked < 5; asked++) {
    await flow.next();
    await rest();
    assert.equal([one.asked, other.asked], [asked, asked]);
  }
  await flow.cancel();
});

test("the end of one source releases the others, once, and what they have given goes (P4)", async () => {
  const [short, long, slow] = [Driven.of(1), naturals(), new Driven<number>().give(1)];
  const flow = zip(long, short, slow);
  assert.equal((await flow.next()).value, [0, 1, 1]);
  assert.equal(await flow.next(), end);
  assert.equal([long.returned, short.returned, slow.returned], [1, 0, 1]);
  assert.is(long.asked, 2);
  assert.equal(await flow.next(), end);
  await flow.cancel();
  assert.equal([long.returned, short.returned, slow.returned], [1, 0, 1]);
});

test("the end of one source is the end, whatever is still missing", async () => {
  const [silent, short] = [new Driven<number>(), new Driven<number>()];
  const flow = zip(silent, short);
  const next = flow.next();
  await rest();
  short.end();
  assert.equal(await next, end);
  assert.is(silent.returned, 1);
});

test("a source behind one that has ended is not asked any more (P1)", async () => {
  const behind = naturals();
  assert.equal(await zip([], behind).toArray(), []);
  assert.equal([behind.asked, behind.returned], [0, 1]);
});

test("the end comes when the others have been released, and work in them has settled (P4)", async () => {
  const [short, releasing, working] = [Driven.of<number>(), gate(), gate()];
  const slow = new Driven<number>().give(1);
  slow.closing = releasing.promise;
  const signals: AbortSignal[] = [];
  const worker = map((_: number, { signal }) => {
    signals.push(signal);
    return working.promise;
  });
  const next = zip(slow, pipeline([1], worker), short).next();
  assert.ok(await waits(next));
  assert.ok(signals[0]?.aborted);
  working.open();
  assert.ok(await waits(next));
  releasing.open();
  assert.equal(await next, end);
});

test("what the release of another throws at the end is told (P4)", async () => {
  const other = new Driven<number>().give(1);
  other.closing = Promise.reject(broken);
  other.closing.catch(() => {});
  const flow = zip(other, Driven.of<number>());
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), end);
});

test("leaving while the others are being released waits for that (P4)", async () => {
  const [other, releasing] = [new Driven<number>().give(1), gate()];
  other.closing = releasing.promise;
  const flow = zip(other, Driven.of<number>());
  const next = flow.next();
  await rest();
  const cancelled = flow.cancel();
  assert.ok(await waits(cancelled));
  releasing.open();
  await cancelled;
  assert.equal(await next, end);
  assert.is(other.returned, 1);
});

test("an error releases all others, once, and comes when they have stopped (P3)", async () => {
  const [failing, slow, silent] = [new Driven<number>(), new Driven<number>().give(1), new Driven<number>()];
  const releasing = gate();
  slow.closing = releasing.promise;
  const flow = zip(slow, failing, silent);
  const next = flow.next();
  await rest();
  failing.fail(broken);
  assert.ok(await waits(next));
  assert.equal([failing.returned, slow.returned, silent.returned], [0, 1, 1]);
  releasing.open();
  assert.is(await failure(next), broken);
  assert.equal(await flow.next(), end);
});

test("leaving releases all sources, once, also one that is silent and one that has given (P4)", async () => {
  const sources = [naturals(), new Driven<number>(), new Driven<number>().give(1), new Driven<number>()];
  const flow = zip(...sources);
  const next = flow.next();
  await rest();
  await flow.cancel();
  assert.equal(await next, end);
  assert.equal(sources.map(({ returned }) => returned), [1, 1, 1, 1]);
});

test("an abort is told (P4)", async () => {
  const controller = new AbortController();
  const flow = pipeline(zip(naturals(), new Driven<number>()), { signal: controller.signal });
  const next = flow.next();
  await rest();
  controller.abort("enough");
  assert.is(await failure(next), "enough");
});

test("channels are shared: leaving leaves them open; a value of a tuple that was not finished goes", async () => {
  const [one, other] = [channel<number>(2), channel<number>(2)];
  await one.sendAll([1, 2]);
  const flow = zip(one, other);
  const next = flow.next();
  await rest();
  await flow.cancel();
  assert.equal(await next, end);
  assert.is(one.size, 1);
  assert.is(other.stats.waitingReceivers, 0);
  assert.not(one.closed || other.closed);
});

test("concurrent pulls get tuples in order, and then the end (P4)", async () => {
  const [one, other] = [new Driven<number>(), new Driven<number>()];
  const flow = zip(one, other);
  const all = [flow.next(), flow.next(), flow.next()];
  other.give(10, 20).end();
  one.give(1, 2);
  assert.equal((await Promise.all(all)).map(({ value }) => value), [[1, 10], [2, 20], undefined]);
});

test("flows that end at different times do not confuse it", async () => {
  async function* slowly(count: number) {
    for (let n = 0; n < count; n++) {
      await turn();
      yield n;
    }
  }
  const flow = zip(pipeline(slowly(5)), pipeline(slowly(3)), new Counted([0, 1, 2, 3]));
  assert.equal(await flow.toArray(), [[0, 0, 0], [1, 1, 1], [2, 2, 2]]);
});

test.run();
