import { channel, concat, map, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("concat");

const end = { done: true, value: undefined };
const broken = new Error("The source broke");

test("concat() gives the values of one source after those of the other", async () => {
  assert.equal(await concat([1, 2], new Set([3]), [], Driven.of(4, 5), pipeline([6])).toArray(), [1, 2, 3, 4, 5, 6]);
  assert.equal(await concat(["a"]).toArray(), ["a"]);
  assert.equal(await concat([], [], []).toArray(), []);
});

test("a source is not opened before those in front of it have ended (P1)", async () => {
  let opened = 0;
  const first = new Driven<number>().give(1);
  const second = {
    *[Symbol.iterator]() {
      opened++;
      yield 2;
    },
  };
  const flow = concat(first, second);
  await flow.next();
  const next = flow.next();
  assert.ok(await waits(next));
  assert.is(opened, 0);
  first.end();
  assert.is((await next).value, 2);
  assert.is(opened, 1);
});

test("concat() pulls one value for each that is asked for (P1)", async () => {
  const [one, other] = [new Counted([1, 2]), naturals()];
  const flow = concat(one, other);
  for (const asked of [[1, 0], [2, 0], [3, 1], [3, 2]]) {
    await flow.next();
    await rest();
    assert.equal([one.asked, other.asked], asked);
  }
  await flow.cancel();
  assert.equal([one.returned, other.returned], [0, 1]);
});

test("a synchronous source behind an asynchronous one needs no pull of its own", async () => {
  const first = new Driven<number>();
  const flow = concat(first, [1], first);
  const next = flow.next();
  await rest();
  first.end();
  assert.is((await next).value, 1);
  first.give(2).end();
  assert.equal(await flow.toArray(), [2]);
});

test("channels are shared: leaving concat() leaves them open, and takes nothing", async () => {
  const [one, other] = [channel<number>(2), channel<number>(2)];
  await one.sendAll([1, 2]);
  await other.send(3);
  one.close();
  const flow = concat(one, other);
  assert.equal([await flow.next(), await flow.next()].map(({ value }) => value), [1, 2]);
  await flow.cancel();
  assert.is(other.size, 1);
  assert.not(other.closed);
});

test("a channel that waits is left in one turn with the flow (P4)", async () => {
  const jobs = channel<number>();
  const flow = concat(jobs, [1]);
  const next = flow.next();
  assert.ok(await waits(next));
  await flow.cancel();
  assert.equal(await next, end);
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("leaving releases the source that is open and those behind it, once; those in front have ended (P4)", async () => {
  const sources = [new Counted([1]), new Driven<number>().give(2), naturals(), new Driven<number>()];
  const flow = concat(...sources);
  for await (const value of flow) if (value === 2) break;
  assert.equal(sources.map(({ returned }) => returned), [0, 1, 1, 1]);
  assert.equal(sources.map(({ asked }) => asked), [2, 1, 0, 0]);
  assert.equal(await flow.next(), end);
});

test("leaving after the end releases nothing (P4)", async () => {
  const sources = [new Counted([1]), Driven.of(2)];
  const flow = concat(...sources);
  assert.equal(await flow.toArray(), [1, 2]);
  await flow.return();
  assert.equal(sources.map(({ returned }) => returned), [0, 0]);
});

test("an error releases the sources behind it, and comes when they have stopped, once (P3)", async () => {
  const failing = new Driven<number>().give(1).fail(broken);
  const behind = new Driven<number>();
  const releasing = gate();
  behind.closing = releasing.promise;
  const flow = concat([0], failing, behind);
  assert.equal([await flow.next(), await flow.next()].map(({ value }) => value), [0, 1]);
  const next = flow.next();
  assert.ok(await waits(next));
  assert.is(behind.returned, 1);
  releasing.open();
  assert.is(await failure(next), broken);
  assert.equal(await flow.next(), end);
  assert.equal([failing.returned, behind.asked, behind.returned], [0, 0, 1]);
});

test("an abort is told, and stops the work of the source that is open (P4)", async () => {
  const controller = new AbortController();
  const signals: AbortSignal[] = [];
  const working = map((_: number, { signal }) => {
    signals.push(signal);
    return new Promise((resolve) => signal.addEventListener("abort", resolve));
  });
  const source = naturals();
  const flow = pipeline(concat([], pipeline(source, working)), { signal: controller.signal });
  const next = flow.next();
  await rest();
  controller.abort("enough");
  assert.is(await failure(next), "enough");
  assert.is(signals[0]?.reason, "enough");
  assert.is(source.returned, 1);
});

test("concurrent pulls are answered in order, across the sources (P4)", async () => {
  const flow = concat(Driven.of(1), Driven.of(2), [3]);
  const all = [flow.next(), flow.next(), flow.next(), flow.next()];
  assert.equal((await Promise.all(all)).map(({ value }) => value), [1, 2, 3, undefined]);
});

test("thousands of empty sources are no deep recursion", async () => {
  const empty = Array.from({ length: 20_000 }, () => []);
  assert.equal(await concat(...empty, [1]).toArray(), [1]);
});

test("leaving from within a source stops at once (P4)", async () => {
  const behind = naturals();
  const flow = concat(pipeline([1, 2], map((n) => n === 2 ? void flow.cancel() : n)), behind);
  assert.is((await flow.next()).value, 1);
  assert.equal(await flow.next(), end);
  assert.equal([behind.asked, behind.returned], [0, 1]);
});

test.run();
