import { pipeline, type Source, take } from "sluice";
import * as assert from "uvu/assert";
import { EarlyEnd, ENOUGH } from "../../src/flow/early-end.ts";
import { END, Link, type Poll, WAIT } from "../../src/flow/link.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, Numbers } from "../support/numbers.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("early end");

class Bare extends Link<never> {
  override poll(): Poll<never> {
    return END;
  }

  protected override release(): undefined {}
}

/** A link, and how often the one below it was woken. */
function watched(): { link: Link<never>; woken: () => number } {
  const link = new Bare();
  let count = 0;
  link.down = { wake: () => void count++ };
  return { link, woken: () => count };
}

test("leaving what stops at once is the end, and wakes nobody", async () => {
  const { link, woken } = watched();
  const leaving = new EarlyEnd(undefined, link);
  assert.is(leaving.poll(), END);
  await turn();
  assert.is(woken(), 0);
  assert.is(leaving.poll(), END);
});

test("leaving waits for what takes time, then wakes the link below once", async () => {
  const { link, woken } = watched();
  const { promise, open } = gate();
  const leaving = new EarlyEnd(promise, link);
  await turn();
  assert.is(leaving.poll(), WAIT);
  assert.is(woken(), 0);
  open();
  await turn();
  assert.is(woken(), 1);
  assert.is(leaving.poll(), END);
});

test("what releasing throws is thrown when leaving is over", async () => {
  for (const error of [new Error("In return()"), undefined]) {
    const { link, woken } = watched();
    const leaving = new EarlyEnd(Promise.reject(error), link);
    assert.is(leaving.poll(), WAIT);
    await turn();
    assert.is(woken(), 1);
    assert.is(thrownBy(() => leaving.poll()), error);
  }
});

test("those who leave with all they want give no reason", () => {
  assert.equal(ENOUGH, { reason: undefined, failed: false });
});

test("a pipeline that has all it wants ends when its source is released, and not before (P4)", async () => {
  const { promise, open } = gate();
  const numbers = new AsyncNumbers({ return: () => promise.then(() => ({ done: true })) });
  const all = pipeline(numbers, take(2)).toArray();
  assert.ok(await pending(all));
  assert.equal([numbers.pulled, numbers.released], [2, 1]);
  open();
  assert.equal(await all, [0, 1]);
});

test("what the source throws on being released fails a pipeline that has all it wants (P3)", async () => {
  const broken = new Error("In return()");
  const throwing = { return: () => Promise.reject(broken) };
  const sources: Source<number>[] = [
    new AsyncNumbers(throwing),
    new Numbers({
      return: () => {
        throw broken;
      },
    }),
  ];
  for (const source of sources) {
    const flow = pipeline(source, take(1));
    assert.equal(await flow.next(), { done: false, value: 0 });
    assert.is(await failure(flow.next()), broken);
    assert.equal(await flow.next(), { done: true, value: undefined });
  }
});

test.run();
