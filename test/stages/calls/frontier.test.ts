import * as assert from "uvu/assert";
import { END, Link, type Poll, WAIT } from "../../../src/flow/link.ts";
import { Frontier } from "../../../src/stages/calls/frontier.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite, ticks } from "../../support/test.ts";

const test = suite("frontier");

/** A link that answers as the test says, and a stage below that counts how often it is woken. */
class Scripted extends Link<string> {
  woken = 0;
  stops = 0;
  private readonly answers: Poll<string>[];

  constructor(...answers: Poll<string>[]) {
    super();
    this.answers = answers;
  }

  override poll(): Poll<string> {
    return this.answers.shift() ?? WAIT;
  }

  protected override release(): undefined {
    this.stops++;
  }
}

function over(source: Scripted, capacity = Infinity): Frontier<string> {
  const frontier = new Frontier(source, capacity);
  frontier.down = { wake: () => void source.woken++ };
  return frontier;
}

test("what was added comes before the rest of the source, in the order in which it was added (P7)", () => {
  const frontier = over(new Scripted("a", "b", END));
  assert.is(frontier.poll(), "a");
  frontier.add("a1", 0);
  frontier.add("a2", 0);
  assert.equal([frontier.poll(), frontier.poll(), frontier.poll()], ["a1", "a2", "b"]);
});

test("the end comes when the source has ended, nothing is added, and no visit is open (P7)", () => {
  const frontier = over(new Scripted("a", END));
  assert.equal([frontier.poll(), frontier.poll()], ["a", WAIT]);
  frontier.add("a1", 0);
  frontier.close(0);
  assert.equal([frontier.poll(), frontier.poll()], ["a1", WAIT]);
  frontier.close(1);
  assert.is(frontier.poll(), END);
});

test("an item that a source adds while it is asked is not left behind (P7)", () => {
  for (const answer of [WAIT, END] as const) {
    const source = new Scripted("a");
    const frontier = over(source);
    assert.is(frontier.poll(), "a");
    source.poll = () => {
      source.poll = () => END;
      frontier.add("a1", 0);
      return answer;
    };
    assert.equal([frontier.poll(), frontier.poll()], ["a1", WAIT]);
  }
});

test("a stage that was told to wait is woken a hop after an item was added, and once for several", async () => {
  const source = new Scripted("a", WAIT);
  const frontier = over(source);
  assert.is(frontier.poll(), "a");
  frontier.add("a1", 0);
  await ticks(2);
  assert.is(source.woken, 0); // nobody waits
  assert.equal([frontier.poll(), frontier.poll()], ["a1", WAIT]);
  frontier.add("a2", 0);
  frontier.add("a3", 0);
  assert.is(source.woken, 0);
  await ticks(2);
  assert.is(source.woken, 1);
});

test("what the source wakes with is passed on", () => {
  const frontier = over(new Scripted());
  assert.is(frontier.wake(), frontier.down);
});

test("one item more than its capacity is refused with an OverflowError that holds it (P7)", () => {
  const frontier = over(new Scripted("a"), 2);
  frontier.poll();
  frontier.add("a1", 0);
  frontier.add("a2", 0);
  const error = thrownBy<Error & { value: string }>(() => frontier.add("a3", 0));
  assert.equal([error.name, error.message, error.value], [
    "OverflowError",
    "Cannot add: 2 added values are already waiting",
    "a3",
  ]);
  assert.is(frontier.poll(), "a1");
  frontier.add("a3", 0);
  assert.equal([frontier.poll(), frontier.poll()], ["a2", "a3"]);
});

test("a visit that has ended cannot add (P7)", () => {
  const frontier = over(new Scripted("a", "b"));
  frontier.poll();
  frontier.poll();
  frontier.close(0);
  const { message } = thrownBy<Error>(() => frontier.add("a1", 0));
  assert.is(message, "Cannot add: the visit has ended; is everything in it awaited?");
  frontier.add("b1", 1);
  assert.is(frontier.poll(), "b1");
});

test("stopped, it stops the source once, and keeps nothing that was added or is added (P4)", () => {
  const source = new Scripted("a", END);
  const frontier = over(source);
  frontier.poll();
  frontier.add("a1", 0);
  frontier.stop({ reason: undefined, failed: false });
  frontier.stop({ reason: undefined, failed: false });
  frontier.add("a2", 0);
  assert.equal([source.stops, frontier.poll()], [1, WAIT]);
});

test.run();
