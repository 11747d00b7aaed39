import { batch, channel, map, merge, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Driven, naturals } from "../support/driven.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";

const test = suite("batch in a chain");

test("a part that is due goes to a stage below that still works on others", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(1, 2, 3);
    const begun: number[][] = [];
    let finish = () => {};
    const work = map((items: number[]) => {
      begun.push(items);
      return new Promise<number>((resolve) => finish = () => resolve(items.length));
    }, { concurrency: 2 });
    const flow = pipeline(source, batch(2, { within: 50 }), work);
    const next = flow.next();
    await rest();
    assert.equal(begun, [[1, 2]]);
    const finishFirst = finish;
    timers.pass(50);
    await rest();
    assert.equal(begun, [[1, 2], [3]]);
    finishFirst();
    assert.equal((await next).value, 2);
    finish();
    assert.equal((await flow.next()).value, 1);
    await flow.cancel();
  }));

test("a part that is due in merge() is given, too", () =>
  withTimers(async (timers) => {
    const flow = merge(pipeline(new Driven<number>().give(1), batch(2, { within: 50 })), new Driven<never>());
    const next = flow.next();
    await rest();
    timers.pass(50);
    assert.equal((await next).value, [1]);
    await flow.cancel();
    assert.is(timers.armed, 0);
  }));

test("an endless synchronous source does not keep a batch from being due", async () => {
  const source = naturals();
  const flow = pipeline(source, batch(Infinity, { within: 1 }));
  for (let next = 0, round = 0; round < 3; round++) {
    const { value = [] } = await flow.next();
    assert.ok(value.length > 0);
    assert.is(value[0], next);
    next += value.length;
    assert.is(value.at(-1), next - 1);
  }
  await flow.cancel();
  assert.is(source.returned, 1);
});

test("batch() works beside other sources in merge(), which asks each once", async () => {
  const source = channel<string>(10);
  const flow = merge(pipeline(source, batch(2)), [1, 2]);
  assert.equal((await flow.next()).value, 1);
  await source.sendAll(["a", "b", "c"]);
  source.close();
  assert.equal(await flow.toArray(), [["a", "b"], 2, ["c"]]);
});

test.run();
