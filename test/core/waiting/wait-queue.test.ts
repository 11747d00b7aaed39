import * as assert from "uvu/assert";
import {
  type Leavable,
  NO_WAITERS,
  type Resolve,
  type Waiter,
  WaitQueue,
} from "../../../src/core/waiting/wait-queue.ts";
import { seeded } from "../../support/dice.ts";
import { suite } from "../../support/test.ts";

const test = suite("wait queue");

/** Somebody who can leave. */
class Person implements Waiter {
  line: Leavable | undefined = undefined;
  slot = 0;
  readonly name: number;

  constructor(name: number) {
    this.name = name;
  }

  leave(): void {
    const { line } = this;
    this.line = undefined;
    line?.remove(this.slot);
  }

  claim(): boolean {
    return true;
  }

  settle(): void {}

  fail(): void {}
}

/** The people given, in a line, each with their name as the value they bring. */
function lineOf(count: number, line: WaitQueue = new WaitQueue()): { line: WaitQueue; people: Person[] } {
  const people = Array.from({ length: count }, (_, name) => new Person(name));
  for (const person of people) line.push(person, person.name);
  return { line, people };
}

/** Takes everyone out; gives the values that they brought. */
function served(line: WaitQueue): unknown[] {
  return Array.from({ length: line.count }, () => {
    const value = line.firstValue;
    const first = line.first;
    assert.is(line.shift(), first);
    return value;
  });
}

/** What a line keeps people in. */
function slotsOf(line: WaitQueue): unknown[] {
  return Reflect.get(line, "slots");
}

test("a line serves in the order of arrival, with the values that were brought (C1)", () => {
  const { line, people } = lineOf(100);
  assert.is(line.count, 100);
  assert.is(line.first, people[0]);
  assert.equal(served(line), people.map(({ name }) => name));
  assert.is(line.count, 0);
});

test("a plain function can stand in line, too", () => {
  const line = new WaitQueue();
  const plain: Resolve = () => {};
  line.push(plain, "value");
  line.push(new Person(1), "other");
  assert.is(line.firstValue, "value");
  assert.is(line.shift(), plain);
  assert.is(line.count, 1);
});

test("anyone may leave from anywhere; the others keep their order (C14)", () => {
  for (const leavers of [[0], [9], [4], [0, 1, 2], [7, 8, 9], [5, 4, 6, 3], [0, 2, 4, 6, 8]]) {
    const { line, people } = lineOf(10);
    for (const leaver of leavers) people[leaver]?.leave();
    assert.is(line.count, 10 - leavers.length);
    assert.equal(served(line), people.map(({ name }) => name).filter((name) => !leavers.includes(name)));
  }
});

test("whoever is put first is served first, and found first (C1)", () => {
  for (const count of [0, 1, 2, 7]) {
    const { line, people } = lineOf(count);
    const first = new Person(100);
    line.unshift(first, first.name);
    assert.is(line.take(line.find(() => true) as number), first);
    line.unshift(first, first.name);
    assert.equal(served(line), [100, ...people.map(({ name }) => name)]);
  }
});

test("find() gives a slot to take, or undefined when nobody passes", () => {
  const { line, people } = lineOf(5);
  people[2]?.leave();
  assert.is(line.find((waiting) => waiting === people[2]), undefined);
  assert.is(line.take(line.find((waiting) => waiting === people[3]) as number), people[3]);
  assert.equal(served(line), [0, 1, 4]);
  assert.is(line.find(() => true), undefined);
});

test("who was served is in no line any more, and leaving then changes nothing", () => {
  const { line, people } = lineOf(3);
  line.shift();
  assert.is(people[0]?.line, undefined);
  people[0]?.leave();
  assert.is(line.count, 2);
});

test("a line agrees with an array for any mix of coming, coming first, leaving and serving (C1, C14)", () => {
  const random = seeded(3);
  const line = new WaitQueue();
  let model: Person[] = [];
  for (let name = 0; name < 30_000; name++) {
    const growing = name % 3000 < 1500;
    const dice = random();
    if (dice < (growing ? 0.6 : 0.2)) {
      const person = new Person(name);
      const jumps = random() < 0.2;
      if (jumps) line.unshift(person, name);
      else line.push(person, name);
      model = jumps ? [person, ...model] : [...model, person];
    } else if (model.length > 0 && dice < 0.8) {
      const leaver = model[Math.floor(random() * model.length)] as Person;
      leaver.leave();
      model = model.filter((person) => person !== leaver);
    } else if (model.length > 0) {
      const first = model.shift() as Person;
      assert.is(line.firstValue, first.name);
      assert.is(line.shift(), first);
    }
    assert.is(line.count, model.length);
    if (model.length > 0) assert.is(line.first, model[0]);
  }
});

test("memory follows who is in line, not who was (B2)", () => {
  const { line, people } = lineOf(10_000);
  assert.ok(slotsOf(line).length <= 8 * 10_000);
  for (const person of people.slice(1).reverse()) person.leave();
  assert.is(line.count, 1);
  assert.ok(slotsOf(line).length <= 64);
  people[0]?.leave();
  const again = lineOf(10_000, line);
  for (const person of again.people) assert.is(line.shift(), person);
  assert.ok(slotsOf(line).length <= 64);
});

test("an empty slot keeps nobody, and nothing they brought (B2)", () => {
  const { line, people } = lineOf(5);
  for (const person of people) person.leave();
  assert.ok(slotsOf(line).every((slot) => slot === undefined));
});

test("coming and leaving again and again needs no more room (B2)", () => {
  const { line } = lineOf(1);
  for (let round = 0; round < 10_000; round++) {
    const person = new Person(round);
    line.push(person, round);
    person.leave();
  }
  assert.is(line.count, 1);
  assert.ok(slotsOf(line).length <= 64);
});

test("the owner is told who left early, and whether they were first; not who was served", () => {
  const told: boolean[] = [];
  const { line, people } = lineOf(4, new WaitQueue({ left: (wasFirst) => told.push(wasFirst) }));
  line.shift();
  people[3]?.leave();
  people[1]?.leave();
  people[2]?.leave();
  assert.equal(told, [false, true, true]);
});

test("nobody stands in the line that stands for all that are not made yet", () => {
  assert.is(NO_WAITERS.count, 0);
});

/** Somebody who stands, and notes who comes behind. */
class Standing extends Person {
  idle = true;
  readonly followers: unknown[] = [];

  followed(by: unknown): void {
    this.followers.push(by);
  }
}

test("one who stands is told who comes behind, until the line is to forget that", () => {
  const line = new WaitQueue();
  const standing = new Standing(0);
  line.stand(standing);
  const people = [new Person(1), new Person(2), new Person(3)] as const;
  line.push(people[0], 1);
  line.push(people[1], 2);
  line.forget(people[2]);
  assert.equal(standing.followers, [people[0], people[1]]);
  line.forget(standing);
  line.push(people[2], 3);
  assert.is(standing.followers.length, 2);
});

test("the second who stands is one who comes behind the first", () => {
  const line = new WaitQueue();
  const [first, second] = [new Standing(0), new Standing(1)];
  line.stand(first);
  line.stand(second);
  line.push(new Person(2), 2);
  assert.equal([first.followers.length, second.followers.length], [1, 1]);
});

test("waiting counts those who want something now", () => {
  const line = new WaitQueue();
  assert.is(line.waiting, 0);
  line.push(() => {}, undefined);
  line.push(new Person(0), 0);
  assert.is(line.waiting, 2);
  const standing = new Standing(1);
  line.stand(standing);
  assert.equal([line.count, line.waiting], [3, 2]);
  standing.idle = false;
  assert.equal([line.count, line.waiting], [3, 3]);
});

test.run();
