import * as assert from "uvu/assert";
import { type ItemContext, pipeline, tap } from "sluice";
import { every, upTo } from "../support/crowds.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { pending, suite, ticks } from "../support/test.ts";

const test = suite("tap");

test("tap() passes each item on, whatever its function returns", async () => {
  const looks = [() => {}, () => "other", () => Promise.resolve("other"), (n: number) => ticks(n % 5), () => null];
  for (const look of looks) {
    for (const { options, ordered } of every) {
      const all = await pipeline(upTo(20), tap(look, options())).toArray();
      assert.equal(ordered ? all : all.sort((a, b) => a - b), upTo(20));
    }
  }
});

test("tap() waits for what its function returns before it passes the item on (P2)", async () => {
  for (const { options } of every) {
    const looked = gate();
    const next = pipeline(["item"], tap(() => looked.promise, options())).next();
    assert.ok(await pending(next));
    looked.open();
    assert.equal(await next, { done: false, value: "item" });
  }
});

test("the function is called as (value, { index, signal }), once for each item (P2)", async () => {
  const calls: unknown[][] = [];
  const look = (...all: [string, ItemContext]) => {
    const [value, { index, signal }] = all;
    calls.push([value, index, signal.aborted, all.length]);
  };
  await pipeline(["a", "b"], tap(look)).run();
  assert.equal(calls, [["a", 0, false, 2], ["b", 1, false, 2]]);
});

test("items travel untouched, promises included (C5)", async () => {
  const values = [undefined, null, NaN, Promise.resolve(1), { then: 1 }];
  for (const { options } of every) {
    const same = await pipeline(values, tap(() => Promise.resolve("other"), options())).toArray();
    assert.ok(same.length === values.length && same.every((value, index) => Object.is(value, values[index])));
  }
});

test("a function that fails fails the flow, or skips the item (P3, P6)", async () => {
  const broken = new Error("broken");
  const fails = (n: number) => n === 2 ? Promise.reject(broken) : n;
  for (const { options, ordered } of every) {
    assert.is(await failure(pipeline(upTo(5), tap(fails, options())).run()), broken);
    const all = await pipeline(upTo(5), tap(fails, { ...options(), onError: () => {} })).toArray();
    assert.equal(ordered ? all : all.sort(), [0, 1, 3, 4]);
  }
});

test("fn must be a function (C25)", () => {
  assert.is(thrownBy<TypeError>(() => tap(undefined as never)).message, "fn must be a function, not undefined");
});

test.run();
