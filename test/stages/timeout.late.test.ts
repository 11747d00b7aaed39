// Timers that fire late, since something keeps the event loop from its turn.
import { channel, filter, map, merge, pipeline, sample, timeout } from "sluice";
import * as assert from "uvu/assert";
import { flowOver } from "../../src/flow/flow.ts";
import { Link, type Poll, WAIT } from "../../src/flow/link.ts";
import { attach } from "../../src/flow/stage.ts";
import { Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { task } from "../support/host.ts";
import { breathe, starve } from "../support/hot-loop.ts";
import { rest } from "../support/jobs.ts";
import { pending, suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";
import { unhurried } from "../support/unhurried.ts";
import { waits } from "../support/waits.ts";

const test = suite("timeout beside a hot loop");

function spin(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

/** Gives its values each one task of the event loop after they were asked for. */
const perTask: AsyncIterable<number> = {
  [Symbol.asyncIterator]: () => ({ next: () => task().then(() => ({ done: false, value: 1 })) }),
};

test("a pull whose time is over while the event loop starves fails after its turn (C23)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const next = pipeline(source, timeout(10)).next();
    await rest();
    starve();
    timers.pass(10);
    assert.is((await failure<Error>(next)).name, "TimeoutError");
    assert.is(source.returned, 1);
    assert.is(timers.count, 1);
  }));

test("a value that comes while the event loop starves wins over a timer that fires before its turn (C23)", () =>
  withTimers(async (timers) => {
    const source = channel<number>();
    const flow = pipeline(source, timeout(10));
    const next = flow.next();
    await rest();
    starve();
    timers.pass(10);
    assert.ok(source.trySend(1));
    assert.is((await next).value, 1);
    const second = flow.next();
    await rest();
    timers.pass(9);
    assert.ok(await waits(second));
    timers.pass(1);
    assert.is((await failure<Error>(second)).name, "TimeoutError");
  }));

test("a source that only lets the event loop have its turn is not late (C23)", () =>
  withTimers(async (timers) => {
    for (let round = 0; round < 20; round++) {
      const flow = pipeline(naturals(), timeout(0));
      starve();
      breathe()?.then(starve); // and again, before the flow goes on
      const next = flow.next();
      await breathe();
      await undefined;
      timers.pass(0);
      assert.is((await next).value, 0);
      await flow.cancel();
      assert.is(timers.armed, 0);
    }
  }));

test("a timer that fires while the event loop starves and nobody asks changes nothing (T2, C23)", () =>
  withTimers(async (timers) => {
    const [source, other] = [channel<number>(), channel<number>(1)];
    const flow = merge(pipeline(source, filter(() => true), timeout(10)), other);
    const next = flow.next();
    await rest();
    starve();
    const cancelled = flow.cancel();
    timers.pass(10);
    await cancelled;
    assert.is((await next).done, true);
    await rest();
    assert.is(timers.count, 1);
  }));

test("what has come while the thread was busy wins over a timer that is late", async () => {
  for (let round = 0; round < 5; round++) {
    await unhurried(async () => { // the second pull has 5 ms of its own, and the machine may take them
      const flow = pipeline(perTask, map((n) => n), timeout(5));
      const both = [flow.next(), flow.next()];
      spin(20);
      assert.equal((await Promise.all(both)).map(({ value }) => value), [1, 1]);
      await flow.cancel();
    });
  }
});

test("a pull for which nothing has come when the thread was busy fails", async () => {
  const source = new Driven<number>();
  const next = pipeline(source, timeout(5)).next();
  spin(20);
  assert.is((await failure<Error>(next)).name, "TimeoutError");
  assert.is(source.returned, 1);
});

/** Has its values at once when it is polled again, and says so later. */
class Slowly extends Link<number> {
  private readonly answers: Poll<number>[] = [WAIT, WAIT, 1];

  override poll(): Poll<number> {
    return this.answers.shift() ?? WAIT;
  }

  protected override release(): undefined {}
}

test("the pull after one that is answered as its time is over has a timer of its own (P4)", () =>
  unhurried(() =>
    withTimers(async (timers) => {
      const flow = flowOver(attach(new Slowly(), timeout<number>(10)));
      const [first, second] = [flow.next(), flow.next()];
      timers.pass(10);
      assert.is((await first).value, 1);
      assert.is(timers.armed, 1);
      timers.pass(9);
      assert.ok(await pending(second));
      timers.pass(1);
      assert.not(await pending(second)); // at once: nothing was late
      assert.is((await failure<Error>(second)).name, "TimeoutError");
    })
  ));

test("time that was over while the thread was busy counts once, and not for the next pull", async () => {
  const source = new Driven<number>();
  const flow = pipeline(source, timeout(30));
  const [first, second] = [flow.next(), flow.next()];
  spin(40);
  source.give(1);
  assert.is((await first).value, 1);
  assert.ok(await pending(second));
  source.give(2);
  assert.is((await second).value, 2);
  await flow.cancel();
});

test("beside a flow that reads on for ever, a pull fails when its time is over, and not before (C23)", async () => {
  const hog = pipeline(naturals(), sample(1));
  const hogging = failure(hog.run());
  const start = performance.now();
  const next = pipeline(new Driven<number>(), timeout(30)).next();
  assert.is((await failure<Error>(next)).name, "TimeoutError");
  assert.ok(performance.now() - start >= 29);
  await hog.cancel();
  await hogging;
});

test("beside a flow that reads on for ever, values that come in time are in time (C23)", async () => {
  const hog = pipeline(naturals(), sample(1));
  const hogging = failure(hog.run());
  const flow = pipeline(naturals(), timeout(1));
  let count = 0;
  for await (const _ of flow) if (++count === 20) break;
  assert.is(count, 20);
  await hog.cancel();
  await hogging;
});

test.run();
