import * as assert from "uvu/assert";
import { counted, filled, lineOf, type Notes, printed, waiting } from "../../../src/core/engine/printed.ts";
import { suite } from "../../support/test.ts";

const test = suite("printed");

function lineWith(notes: Notes): string {
  return lineOf(printed({}, "Thing", () => notes));
}

test("an object prints its word, what it says first, and the rest after commas (C29)", () => {
  assert.is(lineWith(["1/2", "closed"]), "Thing 1/2, closed");
  assert.is(lineOf(printed({}, "Thing")), "Thing");
});

test("an object leaves out what does not apply, also the first (C29)", () => {
  assert.is(lineWith(["1/2", false, "closed", false]), "Thing 1/2, closed");
  assert.is(lineWith(["", "closed"]), "Thing, closed");
});

test("an object says the same to each runtime, and its word is its tag (C29)", () => {
  const thing = printed({}, "Thing", () => ["open"]);
  const asked = ["nodejs.util.inspect.custom", "Deno.customInspect"].map((name) => Symbol.for(name));
  assert.equal(asked.map((symbol) => (Reflect.get(thing, symbol) as () => string).call(thing)), [
    "Thing open",
    "Thing open",
  ]);
  assert.is(String(thing), "[object Thing]");
  assert.equal(Object.keys(thing), []);
});

test("the objects of a class print themselves by what each of them holds (C29)", () => {
  class Count {
    #count: number;

    static {
      printed(this.prototype, "Count", (it) => [`${it.#count}`]);
    }

    constructor(count: number) {
      this.#count = count;
    }
  }
  assert.equal([new Count(1), new Count(2)].map(lineOf), ["Count 1", "Count 2"]);
});

test("what is counted is in the plural unless it is one (C29)", () => {
  assert.equal([0, 1, 2].map((count) => counted(count, "key")), ["0 keys", "1 key", "2 keys"]);
  assert.equal([0, 1, 2].map((count) => waiting(count, "sender")), [false, "1 sender waiting", "2 senders waiting"]);
  assert.equal(filled({ size: 1, capacity: Infinity }), ["1/Infinity"]);
});

test.run();
