import * as assert from "uvu/assert";
import { emptySlots, NO_SLOTS, Ring } from "../../../src/core/engine/ring.ts";
import { seeded } from "../../support/dice.ts";
import { suite } from "../../support/test.ts";

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

test("at() and put() count from the oldest value, also where the slots wrap around", () => {
  const ring = new Ring<number>();
  for (let value = 0; value < 6; value++) ring.push(value);
  for (let value = 0; value < 4; value++) ring.shift();
  for (let value = 6; value < 11; value++) ring.push(value);
  assert.equal(Array.from({ length: ring.size }, (_, index) => ring.at(index)), [4, 5, 6, 7, 8, 9, 10]);
  ring.put(5, -9);
  assert.equal(Array.from({ length: ring.size }, () => ring.shift()), [4, 5, 6, 7, 8, -9, 10]);
});

test("moveTo() gives the oldest values, up to `max` in all, also where the slots wrap around", () => {
  const random = seeded(3);
  const ring = new Ring<number>();
  const model: number[] = [];
  for (let value = 0; value < 20_000; value++) {
    if (random() < 0.8) {
      ring.push(value);
      model.push(value);
      continue;
    }
    const target = [-1];
    const max = 1 + Math.floor(random() * 9);
    const count = ring.moveTo(target, max);
    assert.equal(target, [-1, ...model.splice(0, max - 1)]);
    assert.is(count, target.length - 1);
    assert.is(ring.size, model.length);
    assert.is(slotsOf(ring).filter((slot) => slot !== undefined).length, ring.size);
  }
});

test("what moveTo() leaves behind is as small as what shift() does (B2)", () => {
  const ring = new Ring<number>();
  for (let value = 0; value < 100_000; value++) ring.push(value);
  assert.is(ring.moveTo([], 99_000), 99_000);
  assert.ok(slotsOf(ring).length <= 8_000);
  assert.is(ring.moveTo([], Infinity), 1_000);
  assert.is(ring.size, 0);
  assert.ok(slotsOf(ring).length <= 1_024);
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
    assert.ok(slotsOf(ring).length <= Math.max(1024, ring.size * 8));
  }
});

test("a ring that fills and drains over and over keeps its slots, until it needs few of them (B2)", () => {
  const ring = new Ring<number>();
  const cycle = (count: number) => {
    for (let value = 0; value < count; value++) ring.push(value);
    for (let value = 0; value < count; value++) assert.is(ring.shift(), value);
  };
  cycle(1000);
  const slots = slotsOf(ring);
  assert.is(slots.length, 1024);
  cycle(1000);
  assert.is(slotsOf(ring), slots);
  for (let round = 0; round < 3; round++) cycle(10);
  assert.is(slotsOf(ring).length, 64);
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

test("unshift() puts a value before all others, whatever was pushed and taken before", () => {
  for (let taken = 0; taken < 10; taken++) {
    const ring = new Ring<number>();
    for (let value = 0; value < taken + 3; value++) ring.push(value);
    for (let value = 0; value < taken; value++) ring.shift();
    for (let value = -1; value > -10; value--) {
      ring.unshift(value);
      assert.is(ring.first, value);
    }
    const all = Array.from({ length: ring.size }, () => ring.shift());
    assert.equal(all, [-9, -8, -7, -6, -5, -4, -3, -2, -1, taken, taken + 1, taken + 2]);
  }
});

test("a shift from an empty ring is an error, and does no harm to other rings", () => {
  assert.throws(() => new Ring<number>().shift(), (error: unknown) => error instanceof TypeError);
  const ring = new Ring<number>();
  assert.is(ring.size, 0);
  ring.push(1);
  assert.equal([ring.shift(), ring.size], [1, 0]);
});

test("first is the value that shift() will take", () => {
  const ring = new Ring<string>();
  ring.push("a");
  ring.push("b");
  assert.is(ring.first, "a");
  ring.shift();
  assert.is(ring.first, "b");
});

test("emptySlots() has no holes", () => {
  const slots = emptySlots<number>(8);
  assert.is(slots.length, 8);
  assert.is(Object.keys(slots).length, 8);
});

test.run();
