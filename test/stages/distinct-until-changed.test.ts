import * as assert from "uvu/assert";
import { distinctUntilChanged, pipeline } from "sluice";
import { upTo } from "../support/crowds.ts";
import { naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { suite, ticks } from "../support/test.ts";

const test = suite("distinctUntilChanged");

test("an item that is the same as the one before is skipped, and only then", async () => {
  const changed = await pipeline([1, 1, 2, 2, 2, 1, 3, 3, 1], distinctUntilChanged()).toArray();
  assert.equal(changed, [1, 2, 1, 3, 1]);
  assert.equal(await pipeline([], distinctUntilChanged()).toArray(), []);
});

test("the same is what Object.is calls so: NaN is, 0 and -0 are not", async () => {
  assert.equal(await pipeline([NaN, NaN, 1, NaN], distinctUntilChanged()).toArray(), [NaN, 1, NaN]);
  const zeros = await pipeline([0, -0, -0, 0], distinctUntilChanged()).toArray();
  assert.equal(zeros.map((zero) => Object.is(zero, -0)), [false, true, false]);
  assert.equal(await pipeline([1, "1", 1n, true], distinctUntilChanged()).toArray(), [1, "1", 1n, true]);
});

test("the first item is given, whatever it is (C5)", async () => {
  for (const value of [undefined, null, NaN, 0, "", false]) {
    for (const keyOf of [undefined, () => undefined, () => value]) {
      const given = await pipeline([value, value], distinctUntilChanged(keyOf)).toArray();
      assert.ok(given.length === 1 && Object.is(given[0], value));
    }
  }
});

test("objects are told by identity, or by what keyOf gives", async () => {
  const [a, b] = [{ id: 1 }, { id: 1 }];
  const by = (stage = distinctUntilChanged<{ id: number }>()) => pipeline([a, a, b, a], stage).toArray();
  assert.ok((await by()).every((item, index) => item === [a, b, a][index]));
  const given = await by(distinctUntilChanged(({ id }) => id));
  assert.ok(given.length === 1 && given[0] === a);
});

test("a key may be promised, and is called with the item alone", async () => {
  const calls: unknown[][] = [];
  const keyOf = (...all: unknown[]) => {
    calls.push(all);
    return ticks(calls.length % 3).then(() => Math.floor(all[0] as number / 2));
  };
  assert.equal(await pipeline([0, 1, 2, 3, 1], distinctUntilChanged(keyOf)).toArray(), [0, 2, 1]);
  assert.equal(calls, [[0], [1], [2], [3], [1]]);
});

test("items that are promises are compared as they are, not awaited (C5)", async () => {
  const promise = Promise.resolve(1);
  const given = await pipeline([promise, promise, Promise.resolve(1)], distinctUntilChanged()).toArray();
  assert.ok(given.length === 2 && given[0] === promise);
});

test("each run forgets the one before", async () => {
  const stage = distinctUntilChanged<number>();
  for (const _ of upTo(2)) assert.equal(await pipeline([1, 1], stage).toArray(), [1]);
});

test("a keyOf that fails fails the flow and releases the source (P3)", async () => {
  const broken = new Error("broken");
  const throwing = () => {
    throw broken;
  };
  for (const fail of [throwing, () => Promise.reject(broken)]) {
    const source = naturals();
    assert.is(await failure(pipeline(source, distinctUntilChanged((n) => n < 3 ? n : fail())).run()), broken);
    assert.equal([source.asked, source.returned], [4, 1]);
  }
});

test("keyOf must be a function, if it is given (C25)", () => {
  const message = (given: unknown) => thrownBy<TypeError>(() => distinctUntilChanged(given as never)).message;
  assert.is(message("id"), 'keyOf must be a function, not "id"');
  assert.is(message(null), "keyOf must be a function, not null");
  assert.type(distinctUntilChanged(undefined), "function");
});

test.run();
