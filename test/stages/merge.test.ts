import { channel, type Flow, map, merge, pipeline, produce, type Source } from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite, turn } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("merge");

const end = { done: true, value: undefined };

async function* slowly(count: number, name: string): AsyncGenerator<string> {
  for (let n = 0; n < count; n++) {
    await turn();
    yield `${name}${n}`;
  }
}

test("merge() gives the values of all sources, by turns", async () => {
  assert.equal(await merge([1, 2, 3], ["a", "b"]).toArray(), [1, "a", 2, "b", 3]);
  assert.equal(await merge([], [1], []).toArray(), [1]);
  assert.equal(await merge([1, 2]).toArray(), [1, 2]);
});

test("merge() gives values as they come, whichever source they come from", async () => {
  const [one, other] = [new Driven<string>(), new Driven<string>()];
  const flow = merge(one, other);
  for (const [source, value] of [[other, "a"], [other, "b"], [one, "c"], [other, "d"]] as const) {
    const next = flow.next();
    assert.ok(await waits(next));
    source.give(value);
    assert.equal(await next, { done: false, value });
  }
  await flow.cancel();
});

test("merge() ends when all sources have ended, and not before", async () => {
  const [one, other] = [new Driven<number>().end(), new Driven<number>()];
  const flow = merge(one, other, []);
  const next = flow.next();
  assert.ok(await waits(next));
  other.give(1);
  assert.is((await next).value, 1);
  const last = flow.next();
  assert.ok(await waits(last));
  other.end();
  assert.equal(await last, end);
  assert.equal(await flow.next(), end);
  assert.equal([one.returned, other.returned], [0, 0]);
});

test("merge() loses nothing, and keeps the order of each source, whatever their kinds", async () => {
  const values = (name: string) => Array.from({ length: 20 }, (_, index) => `${name}${index}`);
  const jobs = channel<string>(3);
  void jobs.sendAll(values("c")).then(() => jobs.close());
  const sources: Source<string>[] = [
    values("a"),
    Driven.of(...values("b")),
    jobs,
    pipeline(values("d"), map((value) => Promise.resolve(value), { concurrency: 3 })),
    slowly(20, "e"),
    produce<string>(async (out) => void await out.sendAll(values("f"))),
    merge(slowly(10, "g"), [] as string[], slowly(10, "h")),
    new ReadableStream<string>({
      start(controller) {
        for (const value of values("i")) controller.enqueue(value);
        controller.close();
      },
    }),
  ];
  const all = await merge(...sources).toArray();
  for (const [name, count] of Object.entries({ a: 20, b: 20, c: 20, d: 20, e: 20, f: 20, g: 10, h: 10, i: 20 })) {
    assert.equal(all.filter((value) => value.startsWith(name)), values(name).slice(0, count));
  }
  assert.is(all.length, 160);
});

test("flows that end at different times each end once", async () => {
  const flows = [pipeline(slowly(1, "a")), pipeline(slowly(5, "b")), pipeline(slowly(3, "c"))];
  assert.equal((await merge(...flows).toArray()).sort(), ["a0", "b0", "b1", "b2", "b3", "b4", "c0", "c1", "c2"]);
});

test("merge() asks no source for more than one value ahead, and none before it needs to (P1)", async () => {
  const [one, other, third] = [naturals(), new Driven<number>(), naturals()];
  const flow = merge(one, other, third);
  for (let pulled = 1; pulled <= 10; pulled++) {
    await flow.next();
    await rest();
    assert.is(one.asked + third.asked, pulled);
    assert.ok(other.asked <= 1);
  }
  other.give(1, 2, 3);
  const seen: unknown[] = [];
  while (seen.length < 3) {
    await rest();
    const { asked } = other;
    assert.ok(asked <= seen.length + 1);
    const { value } = await flow.next();
    if (other.untaken < 3 - seen.length && asked > seen.length) seen.push(value);
  }
  assert.equal(seen, [1, 2, 3]);
  await flow.cancel();
});

test("a source that is silent holds nobody back", async () => {
  const silent = new Driven<number>();
  const flow = merge(silent, [1, 2, 3]);
  assert.equal([await flow.next(), await flow.next(), await flow.next()].map(({ value }) => value), [1, 2, 3]);
  const next = flow.next();
  assert.ok(await waits(next));
  silent.give(4).end();
  assert.is((await next).value, 4);
  assert.equal(await flow.next(), end);
});

test("concurrent pulls are answered in order, and the last ones together with the end (P4)", async () => {
  const [one, other] = [new Driven<number>(), new Driven<number>()];
  const flow = merge(one, other);
  const all = [flow.next(), flow.next(), flow.next(), flow.next()];
  await rest();
  other.give(1).end();
  await rest();
  one.give(2).end();
  assert.equal((await Promise.all(all)).map(({ value }) => value), [1, 2, undefined, undefined]);
});

test("a channel may stand in it several times: each value comes once", async () => {
  const jobs = channel<number>();
  void jobs.sendAll([1, 2, 3, 4, 5]).then(() => jobs.close());
  assert.equal((await merge(jobs, jobs, jobs).toArray()).sort(), [1, 2, 3, 4, 5]);
});

test("channels are shared: leaving merge() closes none, and what it did not ask for stays", async () => {
  const [one, other] = [channel<number>(5), channel<number>(5)];
  await one.sendAll([1, 2, 3]);
  await other.sendAll([10, 20, 30]);
  for await (const value of merge(one, other)) if (value === 20) break;
  assert.not(one.closed || other.closed);
  assert.equal([one.size, other.size], [1, 1]);
  assert.equal([one.stats.waitingReceivers, other.stats.waitingReceivers], [0, 0]);
});

test("leaving merge() while it waits leaves no receiver behind in any channel", async () => {
  const channels = [channel<number>(), channel<number>(), channel<number>()];
  const flow = merge(...channels);
  const next = flow.next();
  assert.ok(await waits(next));
  assert.equal(channels.map(({ stats }) => stats.waitingReceivers), [1, 1, 1]);
  await flow.cancel();
  assert.equal(await next, end);
  assert.equal(channels.map(({ stats }) => stats.waitingReceivers), [0, 0, 0]);
});

test("hundreds of sources work like two", async () => {
  const sources = Array.from({ length: 500 }, (_, index) => Driven.of(index, index));
  const all = await merge(...sources).toArray();
  assert.is(all.length, 1000);
  for (let n = 0; n < 500; n++) assert.is(all.filter((value) => value === n).length, 2);
});

test("merges can be merged, deeply", async () => {
  let flow: Flow<number> = merge([0]);
  for (let depth = 1; depth < 50; depth++) flow = merge(flow, Driven.of(depth));
  assert.equal((await flow.toArray()).sort((a, b) => a - b), Array.from({ length: 50 }, (_, index) => index));
});

test("an error of one source comes when its turn has come, after values that were there before (P3)", async () => {
  const broken = new Error("The source broke");
  const failing = function* () {
    yield "a";
    throw broken;
  };
  const seen: string[] = [];
  const flow = merge(failing(), new Counted(["1", "2", "3", "4"]));
  assert.is(await failure(flow.forEach((value) => void seen.push(value))), broken);
  assert.equal(seen, ["a", "1"]);
});

test.run();
