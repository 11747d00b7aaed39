import { groupBy, type ItemContext, type KeyGroup, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { collectedGroups, nextGroup } from "../support/groups.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("groupBy");

const end = { done: true, value: undefined };

test("groupBy() gives a flow for each key, in the order of their first values, of all values with that key", async () => {
  const texts = ["a", "bb", "c", "dd", "eee", "f"];
  for (const source of [texts, Driven.of(...texts), pipeline(texts)]) {
    const groups = await collectedGroups(pipeline(source, groupBy((text) => text.length)));
    assert.equal(groups, [[1, ["a", "c", "f"]], [2, ["bb", "dd"]], [3, ["eee"]]]);
  }
  assert.equal(await collectedGroups(pipeline([] as string[], groupBy((text) => text.length))), []);
});

test("keys are told apart as in a Map: NaN is one key, and objects are who they are", async () => {
  const [one, same] = [{}, {}];
  const symbol = Symbol("key");
  const keys = [NaN, 0, -0, one, same, undefined, null, "0", symbol, NaN, one, undefined, same, symbol];
  const groups = await collectedGroups(pipeline(keys, groupBy((key) => key)));
  const expected = [NaN, 0, one, same, undefined, null, "0", symbol];
  assert.is(groups.length, expected.length);
  for (const [index, [key]] of groups.entries()) assert.ok(Object.is(key, expected[index]), `${index}`);
  assert.equal(groups.map(([, values]) => values.length), [2, 2, 2, 2, 2, 1, 1, 2]);
});

test("a group comes as soon as its first value does, and its values as they come", async () => {
  const source = new Driven<string>();
  const flow = pipeline(source, groupBy((text) => text[0]));
  const first = flow.next();
  assert.ok(await waits(first));
  source.give("a1");
  const { key, values } = (await first).value as KeyGroup<string, string>;
  assert.is(key, "a");
  assert.is((await values.next()).value, "a1");
  const second = flow.next();
  const next = values.next();
  source.give("a2");
  assert.is((await next).value, "a2");
  assert.ok(await waits(second));
  source.give("b1");
  const other = (await second).value as KeyGroup<string, string>;
  assert.is(other.key, "b");
  assert.is((await other.values.next()).value, "b1");
  source.end();
  assert.equal([await flow.next(), await values.next(), await other.values.next()], [end, end, end]);
  assert.is(source.returned, 0);
});

test("keyOf may return a promise; keys are found one at a time, in order (P1)", async () => {
  const gates = [gate<string>(), gate<string>(), gate<string>()];
  const begun: number[] = [];
  const keyOf = (n: number) => {
    begun.push(n);
    return gates[n]?.promise ?? "none";
  };
  const all = collectedGroups(pipeline([0, 1, 2], groupBy(keyOf)));
  gates[1]?.open("b");
  await rest();
  assert.equal(begun, [0]);
  gates[0]?.open("a");
  gates[2]?.open("a");
  assert.equal(await all, [["a", [0, 2]], ["b", [1]]]);
  assert.equal(begun, [0, 1, 2]);
});

test("keyOf is told the index and a signal", async () => {
  const contexts: ItemContext[] = [];
  const flow = pipeline(
    ["a", "b"],
    groupBy((text, context) => {
      contexts.push(context);
      return text;
    }, { buffer: 1 }),
  );
  await flow.run();
  assert.equal(contexts.map(({ index }) => index), [0, 1]);
  assert.instance(contexts[0]?.signal, AbortSignal);
});

test("nothing is pulled before the first group is asked for, and no more than that takes (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, groupBy((n) => n));
  await rest();
  assert.is(source.asked, 0);
  await flow.next();
  await rest();
  assert.is(source.asked, 1);
  await flow.cancel();
  assert.is(source.returned, 1);
});

test("a group that nobody reads holds all back, beyond its buffer (P1)", async () => {
  for (const buffer of [0, 1, 3]) {
    const source = new Counted(["a", ..."b".repeat(10), "c"]);
    const flow = pipeline(source, groupBy((text) => text, { buffer }));
    const [{ values: a }, { values: b }] = [
      await nextGroup(flow),
      await (async () => {
        if (buffer === 0) return { values: undefined };
        return await nextGroup(flow);
      })(),
    ];
    const third = flow.next();
    assert.ok(await waits(third));
    assert.is(source.asked, buffer === 0 ? 1 : buffer + 2);
    if (b === undefined) {
      assert.is((await a.next()).value, "a");
      assert.is(((await third).value as KeyGroup<string, string>).key, "b");
    } else {
      assert.is((await b.next()).value, "b");
      assert.ok(await waits(third));
      assert.is(source.asked, buffer + 3);
    }
    await flow.throw(new Error("Enough")).catch(() => {});
  }
});

test("a group that nobody takes holds all back, too, so that reading one group alone is not enough", async () => {
  const source = new Counted(["a", "b", "a", "a"]);
  const flow = pipeline(source, groupBy((text) => text, { buffer: 5 }));
  const { values } = await nextGroup(flow);
  assert.is((await values.next()).value, "a");
  const next = values.next();
  assert.ok(await waits(next));
  assert.is(source.asked, 2);
  assert.is((await nextGroup(flow)).key, "b");
  assert.is((await next).value, "a");
  assert.equal(await values.toArray(), ["a"]);
});

test("reading a group to its end before the next one is asked for waits for ever", async () => {
  const flow = pipeline(["a", "b"], groupBy((text) => text));
  const { values } = await nextGroup(flow);
  const all = values.toArray();
  assert.ok(await waits(all));
  const other = await nextGroup(flow);
  assert.equal(await other.values.toArray(), ["b"]);
  assert.equal(await all, ["a"]);
});

test("a group that was left holds nobody back, and opens anew with the next value of its key", async () => {
  const source = new Counted(["a1", "a2", "b1", "a3", "a4"]);
  const flow = pipeline(source, groupBy((text) => text[0]));
  const first = await nextGroup(flow);
  assert.is((await first.values.next()).value, "a1");
  await first.values.cancel();
  const second = await nextGroup(flow);
  assert.is(second.key, "a");
  assert.is.not(second.values, first.values);
  assert.is((await second.values.next()).value, "a2");
  await second.values.return();
  const b = await nextGroup(flow);
  assert.equal([b.key, (await b.values.next()).value], ["b", "b1"]);
  const third = await nextGroup(flow);
  assert.equal(await Promise.all([third.values.toArray(), b.values.toArray(), flow.run()]), [["a3", "a4"], [], 0]);
  assert.equal([await first.values.next(), await second.values.next()], [end, end]);
});

test("leaving a group drops what it holds, and only that", async () => {
  const flow = pipeline(["a1", "a2", "b1", "a3"], groupBy((text) => text[0], { buffer: 5 }));
  const a = await nextGroup(flow);
  const b = await nextGroup(flow);
  await a.values.cancel();
  const anew = await nextGroup(flow);
  assert.equal([anew.key, await anew.values.toArray(), await b.values.toArray()], ["a", ["a3"], ["b1"]]);
});

test("a stage can stand in several pipelines, each with groups of its own", async () => {
  const byParity = groupBy((n: number) => n % 2);
  const [one, other] = [pipeline([1, 2, 3], byParity), pipeline([4], byParity)];
  assert.equal(await Promise.all([collectedGroups(one), collectedGroups(other)]), [[[1, [1, 3]], [0, [2]]], [[0, [
    4,
  ]]]]);
});

test("wrong arguments are an error that names them (C25)", async () => {
  const message = (...args: unknown[]) => {
    const { name, message } = thrownBy<Error>(() => groupBy(...args as [() => number]));
    return `${name}: ${message}`;
  };
  assert.is(message("key"), 'TypeError: keyOf must be a function, not "key"');
  assert.is(message(() => 1, 5), "TypeError: options must be an object, not 5");
  assert.is(message(() => 1, { buffer: -1 }), "RangeError: options.buffer must be an integer of at least 0, not -1");
  assert.is(message(() => 1, { buffer: "1" }), 'TypeError: options.buffer must be a number, not "1"');
  const flow = pipeline([1, 2], groupBy(() => 1, { buffer: Infinity }));
  const { values } = await nextGroup(flow);
  await flow.run();
  assert.equal(await values.toArray(), [1, 2]);
  const failing = pipeline([1], groupBy(() => Promise.reject(new Error("No key"))));
  assert.is((await failure<Error>(failing.run())).message, "No key");
});

test.run();
