import * as assert from "uvu/assert";
import { emptySlots, NO_SLOTS, Ring } from "../../src/core/ring.ts";
import { seeded } from "../support/dice.ts";
import { suite } from "../support/test.ts";

const test = suite("ring");

/** What a ring holds its values in. */
function slotsOf(ring: Ring<unknown>): unknown[] {
  return Reflect.get(ring, "slots");
}

test("shift() gives the oldest value, in any mix with push()", () => {
  const random = seeded(1);
  const ring = new Ring<number>();
  const model: number[] = [];
  for (let value = 0; value < 20_000; value++) {
    const growing = value % 2000 < 1000;
    if (random() < (growing ? 0.7 : 0.3)) {
      ring.push(value);
      model.push(value);
    } else if (model.length > 0) assert.is(ring.shift(), model.shift());
    assert.is(ring.size, model.length);
  }
});

test("undefined is a value like any other", () => {
  const ring = new Ring<undefined>();
  for (let count = 0; count < 3; count++) ring.push(undefined);
  assert.is(ring.size, 3);
  assert.is(ring.shift(), undefined);
  assert.is(ring.size, 2);
});

test("a new ring has no slots of its own", () => {
  assert.is(slotsOf(new Ring()), NO_SLOTS);
});

test("memory follows what is held: slots are never more than eight times the values, once there are many (B2)", () => {
  const ring = new Ring<number>();
  for (let value = 0; value < 100_000; value++) {
    ring.push(value);
    assert.ok(slotsOf(ring).length <= Math.max(4, ring.size * 2));
  }
  for (let value = 0; value < 100_000; value++) {
    assert.is(ring.shift(), value);
    assert.ok(slotsOf(ring).length <= Math.max(64, ring.size * 8));
  }
});

test("a slot keeps nothing of the value that was taken from it (B2)", () => {
  const ring = new Ring<object>();
  for (let round = 0; round < 100; round++) {
    ring.push({});
    ring.push({});
    ring.shift();
    ring.shift();
    assert.ok(slotsOf(ring).every((slot) => slot === undefined));
  }
});

test("push() and shift() at a boundary do not copy again and again (B2)", () => {
  const ring = new Ring<number>();
  for (let value = 0; value < 128; value++) ring.push(value);
  const lengths = new Set<number>();
  for (let round = 0; round < 100; round++) {
    ring.push(round);
    ring.shift();
    lengths.add(slotsOf(ring).length);
  }
  assert.is(lengths.size, 1);
});

test("emptySlots() has no holes", () => {
  const slots = emptySlots<number>(8);
  assert.is(slots.length, 8);
  assert.is(Object.keys(slots).length, 8);
});

test.run();
