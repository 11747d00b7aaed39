import { flatMap, groupBy, map, merge, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Driven } from "../support/driven.ts";
import { collectedGroups, nextGroup } from "../support/groups.ts";
import { suite } from "../support/test.ts";

const test = suite("groupBy, used");

const everything = { concurrency: Infinity } as const;

test("groups can be worked on by flatMap(), side by side, in order or as they come", async () => {
  const texts = ["a", "bb", "c", "dd", "e"];
  for (const ordered of [true, false]) {
    for (const source of [() => texts, () => Driven.of(...texts)]) {
      const flow = pipeline(
        source(),
        groupBy((text) => text.length),
        flatMap(async ({ key, values }) => [`${key}: ${await values.toArray()}`], { ...everything, ordered }),
      );
      assert.equal((await flow.toArray()).sort(), ["1: a,c,e", "2: bb,dd"]);
    }
  }
});

test("groups can be flows inside flatMap(), and their values come as they come", async () => {
  const flow = pipeline(
    [1, 2, 3, 4, 5, 6],
    groupBy((n) => n % 3),
    flatMap(({ key, values }) => values.pipe(map((n) => `${key}:${n}`)), { ...everything, ordered: false }),
  );
  assert.equal((await flow.toArray()).sort(), ["0:3", "0:6", "1:1", "1:4", "2:2", "2:5"]);
});

test("groups can be given to other pipelines, merged, and grouped again", async () => {
  const flow = pipeline([1, 2, 3, 4], groupBy((n) => n % 2, { buffer: 5 }));
  const [odd, even] = [await nextGroup(flow), await nextGroup(flow)];
  const all = merge(odd.values.pipe(map((n) => n * 10)), pipeline(even.values));
  assert.equal((await all.toArray()).sort((a, b) => a - b), [2, 4, 10, 30]);
  const nested = pipeline(
    [1, 2, 3, 4, 5, 6, 7, 8],
    groupBy((n) => n % 2),
    flatMap(({ values }) =>
      values.pipe(
        groupBy((n) => n % 4),
        flatMap(async ({ key, values }) => [`${key}: ${await values.toArray()}`], { ...everything, ordered: false }),
      ), { ...everything, ordered: false }),
  );
  assert.equal((await nested.toArray()).sort(), ["0: 4,8", "1: 1,5", "2: 2,6", "3: 3,7"]);
});

test("ten thousand keys work like two", async () => {
  const count = 10_000;
  const numbers = Array.from({ length: 2 * count }, (_, index) => index % count);
  const groups = await collectedGroups(pipeline(numbers, groupBy((n) => n)));
  assert.is(groups.length, count);
  assert.ok(groups.every(([key, values]) => values.length === 2 && values[0] === key && values[1] === key));
  const lefts = pipeline(numbers, groupBy((n) => n));
  let seen = 0;
  for await (const { values } of lefts) {
    seen++;
    await values.cancel();
  }
  assert.is(seen, 2 * count);
});

test.run();
