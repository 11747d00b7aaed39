import { flatMap, groupBy, type KeyGroup, map, pipeline, take } from "sluice";
import * as assert from "uvu/assert";
import { Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { nextGroup } from "../support/groups.ts";
import { rest } from "../support/jobs.ts";
import { suite, turn } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("groupBy, left");

const end = { done: true, value: undefined };
const broken = new Error("The source broke");
const everything = { concurrency: Infinity } as const;

test("leaving the loop before any group came releases the source (P1, P4)", async () => {
  const source = new Driven<number>();
  const flow = pipeline(source, groupBy((n) => n));
  const next = flow.next();
  await rest();
  await flow.cancel();
  assert.equal(await next, end);
  assert.is(source.returned, 1);
});

test("leaving the loop ends the groups that nobody reads, with an AbortError, and releases the source (P4)", async () => {
  const source = naturals();
  const unread: KeyGroup<number, number>[] = [];
  for await (const group of pipeline(source, groupBy((n) => n % 3, { buffer: 5 }))) {
    unread.push(group);
    if (unread.length === 3) break;
  }
  assert.is(source.returned, 1);
  for (const { values } of unread) {
    assert.is((await failure<Error>(values.next())).name, "AbortError");
    assert.equal(await values.next(), end);
    await values.cancel();
  }
  assert.is(source.returned, 1);
});

test("groups that are being read go on when the loop was left, and the last one releases the source (P4)", async () => {
  const source = naturals();
  const flow = pipeline(source, groupBy((n) => n % 3, { buffer: 1 }));
  const groups = [await nextGroup(flow), await nextGroup(flow), await nextGroup(flow)];
  for (const [index, { values }] of groups.slice(0, 2).entries()) assert.is((await values.next()).value, index);
  await flow.return();
  assert.is(source.returned, 0);
  const [one, other] = groups as [KeyGroup<number, number>, KeyGroup<number, number>];
  for (const round of [1, 2, 3]) {
    assert.is((await one.values.next()).value, round * 3);
    assert.is((await other.values.next()).value, round * 3 + 1);
  }
  await one.values.cancel();
  assert.is(source.returned, 0);
  assert.equal([await other.values.next(), await other.values.next()].map(({ value }) => value), [13, 16]);
  await other.values.cancel();
  assert.is(source.returned, 1);
});

test("when the loop was left, values of keys that nobody reads are gone, and hold nobody back", async () => {
  const source = new Driven<string>();
  const flow = pipeline(source, groupBy((text) => text[0]));
  source.give("a1");
  const { values } = await nextGroup(flow);
  const all = values.toArray();
  await flow.cancel();
  source.give("b1", "a2", "b2", "c1", "a3").end();
  assert.equal(await all, ["a1", "a2", "a3"]);
  assert.equal(await flow.next(), end);
});

test("a key whose group is left after the loop was left does not open anew", async () => {
  const source = new Driven<string>().give("a1");
  const flow = pipeline(source, groupBy((text) => text[0], { buffer: 1 }));
  const a = await nextGroup(flow);
  source.give("b1");
  const b = await nextGroup(flow);
  assert.equal([(await a.values.next()).value, (await b.values.next()).value], ["a1", "b1"]);
  await flow.cancel();
  await a.values.cancel();
  const next = b.values.next();
  source.give("a2", "a3", "b2");
  assert.is((await next).value, "b2");
  await b.values.cancel();
  assert.is(source.returned, 1);
});

test("the last group to leave waits for the release of the source, and learns what it throws (P4)", async () => {
  const [source, releasing] = [new Driven<number>().give(1), gate()];
  source.closing = releasing.promise;
  const flow = pipeline(source, groupBy((n) => n));
  const { values } = await nextGroup(flow);
  await values.next();
  await flow.cancel();
  assert.is(source.returned, 0);
  const cancelled = values.cancel();
  assert.ok(await waits(cancelled));
  releasing.fail(broken);
  assert.is(await failure(cancelled), broken);
});

test("a loop that leaves unread groups behind waits for the release of the source, and learns what it throws (P4)", async () => {
  const [source, releasing] = [new Driven<number>().give(1), gate()];
  source.closing = releasing.promise;
  const flow = pipeline(source, groupBy((n) => n));
  await flow.next();
  const cancelled = flow.cancel();
  await turn();
  await turn();
  assert.ok(await waits(cancelled));
  releasing.fail(broken);
  assert.is(await failure(cancelled), broken);
});

test("a group that came and was not taken when the loop is left is ended, too", async () => {
  const source = new Driven<string>();
  const flow = pipeline(source, groupBy((text) => text[0], { buffer: 5 }));
  source.give("a1");
  const { values } = await nextGroup(flow);
  assert.is((await values.next()).value, "a1");
  const next = values.next();
  source.give("b1");
  assert.ok(await waits(next));
  await flow.cancel();
  source.give("b2", "a2");
  assert.is((await next).value, "a2");
  await values.cancel();
  assert.is(source.returned, 1);
});

test("a group may be begun in the turn in which the loop is left: take() hands on its last one", async () => {
  const groups = pipeline([1, 2, 3, 1, 2, 1], groupBy((n) => n, { buffer: 5 }), take(2));
  const flow = groups.pipe(flatMap(async ({ key, values }) => [key, await values.run()], everything));
  assert.equal(await flow.toArray(), [1, 3, 2, 2]);
  let kept: KeyGroup<number, number> | undefined;
  for await (kept of pipeline([1, 2, 1], groupBy((n) => n))) break;
  assert.is((await failure<Error>((kept as KeyGroup<number, number>).values.run())).name, "AbortError");
});

test("a group may be left in the turn in which the loop is left (P4)", async () => {
  const source = naturals();
  const flow = pipeline(source, groupBy((n) => n, { buffer: 1 }));
  const [one, other] = [await nextGroup(flow), await nextGroup(flow)];
  await Promise.all([one.values.cancel(), flow.cancel(), other.values.cancel()]);
  assert.is(source.returned, 1);
  assert.equal([await one.values.next(), await other.values.next(), await flow.next()], [end, end, end]);
});

test("a group that outlives the loop, at the end of the source, still gives what it holds", async () => {
  const flow = pipeline(["a1", "a2", "b1"], groupBy((text) => text[0], { buffer: 5 }));
  const groups = await flow.toArray();
  assert.equal(await Promise.all(groups.map(({ values }) => values.toArray())), [["a1", "a2"], ["b1"]]);
});

test("leaving flatMap() over groups releases the source, once (P4)", async () => {
  const source = naturals();
  const flow = pipeline(
    source,
    groupBy((n) => n % 3),
    flatMap(({ values }) => values.pipe(map((n) => n)), { ...everything, ordered: false }),
  );
  for await (const n of flow) if (n === 10) break;
  assert.is(source.returned, 1);
});

test.run();
