import { filter, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { END, type Poll, WAIT } from "../../../src/flow/link.ts";
import { type Answer, PromisedSource } from "../../../src/flow/sources/promised-source.ts";
import { thrownBy } from "../../support/failure.ts";
import { type Gate, gate } from "../../support/gate.ts";
import { AsyncNumbers } from "../../support/numbers.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("promised-source");

/** A source whose questions the test answers. */
class Asked extends PromisedSource<number> {
  readonly questions: Gate<Answer<number>>[] = [];
  woken = 0;

  constructor() {
    super();
    this.down = { wake: () => void this.woken++ };
  }

  protected override ask(): Promise<Answer<number>> {
    const question = gate<Answer<number>>();
    this.questions.push(question);
    return question.promise;
  }

  protected override release(): undefined {}

  /** Answers the newest question; gives what a poll then gives. */
  async answer(answer: unknown): Promise<Poll<number>> {
    this.questions.at(-1)?.open(answer as Answer<number>);
    await settled(this);
    return this.poll();
  }
}

/** Waits until the source has woken the link below; it may have to breathe first. */
async function settled(source: Asked): Promise<void> {
  const { woken } = source;
  for (let turns = 0; turns < 100 && source.woken === woken; turns++) await turn();
}

test("a source is asked when it is polled, and once until it has answered (P1)", async () => {
  const source = new Asked();
  assert.is(source.questions.length, 0);
  for (let round = 0; round < 3; round++) assert.is(source.poll(), WAIT);
  assert.is(source.questions.length, 1);
  assert.is(await source.answer({ value: 7 }), 7);
  assert.equal([source.questions.length, source.woken], [1, 1]);
  assert.is(source.poll(), WAIT);
  assert.is(source.questions.length, 2);
});

test("a source that has ended is not asked again", async () => {
  const source = new Asked();
  source.poll();
  assert.is(await source.answer({ done: true }), END);
  assert.is(source.poll(), END);
  assert.equal([source.questions.length, source.woken], [1, 1]);
});

test("a source that has failed throws, and is not asked again", async () => {
  const source = new Asked();
  source.poll();
  source.questions[0]?.fail("broken");
  await settled(source);
  for (let round = 0; round < 2; round++) assert.is(thrownBy(() => source.poll()), "broken");
  assert.is(source.questions.length, 1);
});

test("an answer that is no object is a failure", async () => {
  const source = new Asked();
  source.poll();
  source.questions[0]?.open(null as unknown as Answer<number>);
  await settled(source);
  assert.instance(thrownBy(() => source.poll()), TypeError);
});

test("a stopped source is not asked, and its late answers wake nobody (P4)", async () => {
  const stop = { reason: undefined, failed: false };
  const unasked = new Asked();
  unasked.stop(stop);
  assert.is(unasked.poll(), END);
  assert.is(unasked.questions.length, 0);
  for (const end of ["open", "fail"] as const) {
    const source = new Asked();
    source.poll();
    source.stop(stop);
    source.questions[0]?.[end]({ value: 1 });
    await turn();
    await turn();
    assert.is(source.woken, 0);
  }
});

test("a source that is asked again and again without a wait lets the runtime breathe by itself (C23)", async () => {
  let [fired, polls] = [false, 0];
  turn().then(() => fired = true);
  await new Promise<void>((resolve) => {
    class Quick extends PromisedSource<number> {
      protected override ask(): Answer<number> {
        return { value: 1 };
      }

      protected override release(): undefined {}
    }
    const source = new Quick();
    const poll = () => {
      if (fired || ++polls === 1e7) return resolve();
      if (source.poll() !== WAIT) source.poll();
    };
    source.down = { wake: poll };
    poll();
  });
  assert.ok(fired);
});

test("timers get their turn while a source always answers at once (C23)", async () => {
  let fired = false;
  turn().then(() => fired = true);
  const end = Promise.resolve({ done: true, value: undefined });
  const numbers = new AsyncNumbers({ count: 1e7, next: () => fired ? end : undefined });
  assert.equal(await pipeline(numbers, filter(() => false)).toArray(), []);
  assert.ok(fired);
});

test.run();
