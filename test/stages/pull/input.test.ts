import * as assert from "uvu/assert";
import { END, Link, type Poll, WAIT } from "../../../src/flow/link.ts";
import { Input } from "../../../src/stages/pull/input.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("input");

/** Gives one answer after the other, each once; an error it throws. Without answers it waits. */
class Scripted extends Link<unknown> {
  polls = 0;
  readonly answers: unknown[];

  constructor(...answers: unknown[]) {
    super();
    this.answers = answers;
  }

  override poll(): Poll<unknown> {
    this.polls++;
    if (this.answers.length === 0) return WAIT;
    const answer = this.answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  }

  protected override release(): undefined {}
}

/** An inner link, and those of whom its stage has heard. */
function reading(...answers: unknown[]) {
  const link = new Scripted(...answers);
  const heard: Input<unknown>[] = [];
  const inner = new Input(link, { stirred: (one) => void heard.push(one) });
  return { link, inner, heard };
}

test("an inner link is not asked before the stage pulls (P1)", () => {
  const { link, inner, heard } = reading("value");
  link.down.wake();
  assert.is(link.polls, 0);
  assert.not(inner.holds);
  assert.equal(heard, []);
});

test("a value that is there is held until it is taken, and no further one asked for (P1)", () => {
  const { link, inner, heard } = reading("first", "second");
  assert.ok(inner.pull());
  assert.ok(inner.holds);
  link.down.wake();
  assert.is(link.polls, 1);
  assert.equal(heard, []);
  assert.is(inner.take(), "first");
  assert.not(inner.holds);
  assert.is(link.polls, 1);
});

test("an inner link that waits is asked again when it wakes, and its stage told when it has something", () => {
  const { link, inner, heard } = reading();
  assert.not(inner.pull());
  link.down.wake();
  assert.is(link.polls, 2);
  assert.equal(heard, []);
  link.answers.push("value");
  link.down.wake();
  assert.ok(heard.length === 1 && heard[0] === inner);
  assert.is(inner.take(), "value");
  link.down.wake();
  assert.is(link.polls, 3);
});

test("any value is held, also what looks like nothing (C5)", () => {
  for (const value of [undefined, null, NaN, 0, "", false]) {
    const { inner } = reading(value);
    assert.ok(inner.pull());
    assert.ok(Object.is(inner.take(), value));
  }
});

test("the end is something to take", () => {
  const { link, inner, heard } = reading();
  inner.pull();
  link.answers.push(END);
  link.down.wake();
  assert.is(heard.length, 1);
  assert.is(inner.take(), END);
});

test("what the link throws is held, too, and thrown when it is taken", () => {
  const broken = new Error("broken");
  const { inner } = reading(broken);
  assert.ok(inner.pull());
  assert.ok(inner.holds);
  assert.is(inner.failure?.error, broken);
  assert.is(thrownBy(() => inner.take()), broken);
});

test("a failure after waiting is told to the stage", () => {
  const broken = new Error("broken");
  const { link, inner, heard } = reading();
  inner.pull();
  link.answers.push(broken);
  link.down.wake();
  assert.is(heard.length, 1);
  assert.is(thrownBy(() => inner.take()), broken);
});

test("an inner link that is asked within its own poll is not polled again", () => {
  const link = new Scripted("value");
  const inner = new Input<unknown>(link, { stirred: () => {} });
  const within: boolean[] = [];
  const poll = link.poll.bind(link);
  link.poll = () => {
    within.push(inner.pull());
    return poll();
  };
  assert.ok(inner.pull());
  assert.equal([within, link.polls, inner.take()], [[false], 1, "value"]);
});

test("an inner link is over when it has ended or failed", () => {
  const fates: [unknown, boolean][] = [["value", false], [END, true], [new Error("broken"), true]];
  for (const [answer, over] of fates) {
    const { inner } = reading(answer);
    assert.not(inner.over);
    inner.pull();
    assert.is(inner.over, over);
  }
});

test.run();
