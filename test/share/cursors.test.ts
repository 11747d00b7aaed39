import * as assert from "uvu/assert";
import { type Cursor, Cursors } from "../../src/share/cursors.ts";
import { seeded } from "../support/dice.ts";
import { suite } from "../support/test.ts";

const test = suite("cursors");

/** The positions where somebody stands, from the rear, each as often as somebody does. */
function positions({ rear }: Cursors): number[] {
  const all: number[] = [];
  for (let stand = rear; stand !== undefined; stand = stand.ahead) {
    for (let count = 0; count < stand.count; count++) all.push(stand.position);
    assert.is(stand.ahead?.behind ?? stand, stand);
  }
  return all;
}

test("those who come to one position share a stand, and the others stand in order", () => {
  const stands = new Cursors();
  const stood = [5, 7, 5, 1, 6].map((position) => stands.enter(position));
  assert.equal(positions(stands), [1, 5, 5, 6, 7]);
  assert.is(stood[0], stood[2]);
});

test("one who moves on joins those who stand there already", () => {
  const stands = new Cursors();
  const slow = stands.enter(1);
  const fast = stands.enter(2);
  assert.is(stands.move(slow, 2), fast);
  assert.equal(positions(stands), [2, 2]);
});

test("one who stands alone takes the stand along; one of several leaves it to the others", () => {
  const stands = new Cursors();
  const alone = stands.enter(1);
  assert.is(stands.move(alone, 2), alone);
  assert.is(stands.enter(2), alone);
  const other = stands.move(alone, 3) as Cursor;
  assert.is.not(other, alone);
  assert.equal(positions(stands), [2, 3]);
});

test("who moves nowhere leaves, and a stand without anybody is gone", () => {
  const stands = new Cursors();
  const [first, second, third] = [1, 2, 3].map((position) => stands.enter(position)) as [Cursor, Cursor, Cursor];
  assert.is(stands.move(second, undefined), undefined);
  assert.equal(positions(stands), [1, 3]);
  stands.move(third, undefined);
  stands.move(first, undefined);
  assert.is(stands.rear, undefined);
  stands.enter(9);
  assert.equal(positions(stands), [9]);
});

test("any number of moves keeps the order", () => {
  const random = seeded(7);
  const stands = new Cursors();
  const readers: { stand: Cursor | undefined; position: number }[] = Array.from({ length: 6 }, () => {
    return { stand: stands.enter(0), position: 0 };
  });
  for (let round = 0; round < 5000; round++) {
    const reader = readers[Math.floor(random() * readers.length)] as (typeof readers)[number];
    if (reader.stand === undefined) {
      reader.position = Math.max(...readers.map(({ position }) => position));
      reader.stand = stands.enter(reader.position);
    } else if (random() < 0.05) reader.stand = stands.move(reader.stand, undefined);
    else reader.stand = stands.move(reader.stand, ++reader.position);
    const expected = readers.filter(({ stand }) => stand !== undefined).map(({ position }) => position);
    assert.equal(positions(stands), expected.sort((a, b) => a - b));
  }
});

test.run();
