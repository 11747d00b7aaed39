import { channel, flatMap, type Flow, groupBy, type KeyGroup, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Driven } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { nextGroup } from "../support/groups.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("groupBy, failing");

const end = { done: true, value: undefined };
const broken = new Error("The source broke");
const everything = { concurrency: Infinity } as const;

for (
  const [way, act] of [
    ["an abort", (_: Flow<unknown>, controller: AbortController) => controller.abort(broken)],
    ["throw()", (flow: Flow<unknown>) => void failure(flow.throw(broken))],
  ] as const
) {
  test(`${way} reaches every group after its values, read or not, and those that wait for one (P3, P4)`, async () => {
    const controller = new AbortController();
    const source = new Driven<string>().give("a1", "b1", "b2", "c1");
    const flow = pipeline(source, groupBy((text) => text[0], { buffer: 5 }), { signal: controller.signal });
    const [a, b, c] = [await nextGroup(flow), await nextGroup(flow), await nextGroup(flow)];
    assert.is((await a.values.next()).value, "a1");
    const waiting = a.values.next();
    await rest();
    act(flow, controller);
    assert.is(await failure(waiting), broken);
    assert.equal(await a.values.next(), end);
    assert.equal([await b.values.next(), await b.values.next()].map(({ value }) => value), ["b1", "b2"]);
    assert.is(await failure(b.values.next()), broken);
    assert.is((await c.values.next()).value, "c1");
    assert.is(await failure(c.values.toArray()), broken);
    assert.equal(await flow.next().catch((error) => error), way === "an abort" ? broken : end);
    assert.is(source.returned, 1);
  });
}

test("an abort waits until a key that is being found has been found (P4)", async () => {
  const controller = new AbortController();
  const finding = gate<string>();
  const flow = pipeline([1], groupBy(() => finding.promise), { signal: controller.signal });
  const next = flow.next();
  await rest();
  controller.abort("enough");
  assert.ok(await waits(next));
  finding.open("late");
  assert.is(await failure(next), "enough");
});

test("an error of the source, and one of keyOf, reaches the loop and every group after its values, once (P3)", async () => {
  const throwing = (text: string) => {
    if (text === "!") throw broken;
    return text[0];
  };
  const rejecting = (text: string) => text === "!" ? Promise.reject(broken) : Promise.resolve(text[0]);
  for (const keyOf of [throwing, rejecting, (text: string) => text[0]]) {
    const source = new Driven<string>().give("a1", "b1", "a2");
    if (keyOf === throwing || keyOf === rejecting) source.give("!", "a3");
    else source.fail(broken);
    const flow = pipeline(source, groupBy(keyOf, { buffer: 5 }));
    const [a, b] = [await nextGroup(flow), await nextGroup(flow)];
    assert.is(await failure(flow.next()), broken);
    assert.equal(await flow.next(), end);
    assert.equal([await a.values.next(), await a.values.next()].map(({ value }) => value), ["a1", "a2"]);
    assert.is(await failure(a.values.next()), broken);
    assert.is((await b.values.next()).value, "b1");
    assert.is(await failure(b.values.next()), broken);
    assert.equal([await a.values.next(), await b.values.next()], [end, end]);
    assert.is(source.returned, Number(keyOf === throwing || keyOf === rejecting));
  }
});

test("work on one group that fails inside flatMap() stops the work on all of them, and the source (P3)", async () => {
  for (const ordered of [true, false]) {
    const source = channel<number>(5);
    await source.sendAll([1, 2]);
    const work = async ({ key, values }: KeyGroup<number, number>) => {
      if (key === 2) throw broken;
      return await values.toArray();
    };
    const flow = pipeline(source, groupBy((n) => n), flatMap(work, { ...everything, ordered }));
    assert.is(await failure(flow.run()), broken);
    assert.is(source.stats.waitingReceivers, 0);
  }
});

test("a consumer of a group that fails stops that group alone (P4)", async () => {
  const source = new Driven<string>().give("a1");
  const flow = pipeline(source, groupBy((text) => text[0]));
  const a = await nextGroup(flow);
  assert.is(await failure(a.values.forEach(() => Promise.reject(broken))), broken);
  source.give("b1", "a2").end();
  const b = await nextGroup(flow);
  assert.equal([b.key, (await b.values.next()).value], ["b", "b1"]);
  const anew = await nextGroup(flow);
  assert.equal([anew.key, await anew.values.toArray()], ["a", ["a2"]]);
});

test("keyOf may leave the loop: the value in hand is gone, and the source is released, once (P4)", async () => {
  const source = new Driven<number>().give(1, 2, 3);
  const flow: Flow<KeyGroup<number, number>> = pipeline(
    source,
    groupBy((n: number) => {
      if (n === 2) void flow.cancel();
      return n;
    }, { buffer: 5 }),
  );
  assert.is((await nextGroup(flow)).key, 1);
  assert.equal(await flow.next(), end);
  assert.equal([source.asked, source.returned], [2, 1]);
});

test("keyOf may leave the very group that is being read; other channels and flows take no harm (P4)", async () => {
  const flow: Flow<KeyGroup<string, number>> = pipeline(
    [0, 1, 2, 3, 4, 5, 6],
    groupBy((n: number) => {
      if (n === 5) void values.cancel();
      return "all";
    }, { buffer: 1 }),
  );
  const { values } = await nextGroup(flow);
  const next = nextGroup(flow);
  assert.is((await failure<Error>(values.toArray())).name, "AbortError");
  const anew = await next;
  assert.equal(await anew.values.toArray(), [5, 6]);
  const jobs = channel<number>(2);
  await jobs.sendAll([1, 2]);
  assert.is(channel<number>(2).size, 0);
  assert.equal([await jobs.receive(), await jobs.receive()].map(({ value }) => value), [1, 2]);
});

test.run();
