import * as assert from "uvu/assert";
import { Heap } from "../../src/buffers/heap.ts";
import { seeded } from "../support/dice.ts";
import { suite } from "../support/test.ts";

const test = suite("heap");

interface Entry {
  readonly rank: number;
  readonly id: number;
}

const byRank = (a: Entry, b: Entry) => a.rank - b.rank;

/** Takes everything out. */
function emptied<T>(heap: Heap<T>): T[] {
  return Array.from({ length: heap.size }, () => heap.shift());
}

test("shift() gives the smallest, and of equal ones the one that came first, at every size (B2)", () => {
  for (let size = 0; size < 40; size++) {
    const random = seeded(size);
    const heap = new Heap(byRank);
    const entries = Array.from({ length: size }, (_, id) => ({ rank: Math.floor(random() * 6), id }));
    for (const entry of entries) assert.ok(heap.push(entry, size));
    assert.equal(emptied(heap), [...entries].sort(byRank));
  }
});

test("push() says false, and asks nothing, when there are capacity already", () => {
  let asked = 0;
  const heap = new Heap<number>((a, b) => {
    asked++;
    return a - b;
  });
  assert.ok(heap.push(1, 2));
  assert.ok(heap.push(2, 2));
  const before = asked;
  assert.not(heap.push(0, 2));
  assert.is(asked, before);
  assert.equal(emptied(heap), [1, 2]);
});

test("what compare throws leaves push() unchanged (C21)", () => {
  let works = true;
  const heap = new Heap<number>((a, b) => {
    if (!works) throw new Error("Not comparable");
    return a - b;
  });
  for (const value of [3, 1, 2]) heap.push(value, 10);
  works = false;
  assert.throws(() => heap.push(0, 10), "Not comparable");
  works = true;
  assert.equal(emptied(heap), [1, 2, 3]);
});

test("a heap that was emptied starts anew", () => {
  const heap = new Heap<number>((a, b) => a - b);
  for (let round = 0; round < 3; round++) {
    for (const value of [2, 1, 3]) heap.push(value, 3);
    assert.is(heap.size, 3);
    assert.equal(emptied(heap), [1, 2, 3]);
    assert.is(heap.size, 0);
  }
});

test("a compare that takes so many that the array shrinks, and puts others in, harms no shift() (B2, C21)", () => {
  let armed = false;
  const heap = new Heap<number>((a, b) => {
    if (armed) {
      armed = false;
      for (let index = 0; index < 190; index++) heap.shift();
      for (let value = 0; value < 180; value++) heap.push(value - 500, 1_000);
    }
    return a - b;
  });
  for (let value = 0; value < 200; value++) heap.push(value, 1_000);
  armed = true;
  assert.is(heap.shift(), -500);
  const rest = emptied(heap);
  assert.equal(rest, [...rest].sort((a, b) => a - b));
  assert.is(rest.length, 189);
});

test.run();
