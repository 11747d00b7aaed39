import * as assert from "uvu/assert";
import { Queue, type QueueNode } from "../../../src/stages/calls/queue.ts";
import { suite } from "../../support/test.ts";

const test = suite("Queue");

class Person implements QueueNode<Person> {
  behind: Person | undefined = undefined;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

const [ann, bob, cid] = [new Person("Ann"), new Person("Bob"), new Person("Cid")];

test("an empty line has no first one", () => {
  assert.is(new Queue<Person>().first, undefined);
});

test("whoever came first is the first, and the first to be taken out", () => {
  const line = new Queue<Person>();
  for (const person of [ann, bob, cid]) line.push(person);
  const served: string[] = [];
  while (line.first !== undefined) {
    const { first } = line;
    assert.is(line.shift(), first);
    served.push(first.name);
  }
  assert.equal(served, ["Ann", "Bob", "Cid"]);
});

test("whoever was taken out knows of nobody behind, and can get in line again, in any", () => {
  const [one, other] = [new Queue<Person>(), new Queue<Person>()];
  for (let round = 0; round < 3; round++) {
    one.push(ann);
    one.push(bob);
    assert.is(one.shift(), ann);
    assert.is(ann.behind, undefined);
    other.push(ann);
    one.push(cid);
    assert.equal([one.shift(), one.shift(), one.first], [bob, cid, undefined]);
    assert.equal([other.shift(), other.first], [ann, undefined]);
  }
});

test.run();
