import { batch, channel, concat, type Flow, map, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Driven } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite, turn } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";
import { waits } from "../support/waits.ts";

const test = suite("batch within");

const end = { done: true, value: undefined };

test("a part of a batch is given when its time is over, to the millisecond", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(1, 2);
    const flow = pipeline(source, batch(3, { within: 50 }));
    const next = flow.next();
    await rest();
    timers.pass(49);
    assert.ok(await waits(next));
    timers.pass(1);
    assert.equal((await next).value, [1, 2]);
    assert.is(timers.armed, 0);
    await flow.cancel();
  }));

test("the time of a batch counts from its first item, not from the pull, nor from the last item", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, batch(10, { within: 50 }));
    const next = flow.next();
    await rest();
    assert.is(timers.armed, 0);
    timers.pass(40);
    source.give(1);
    await rest();
    timers.pass(30);
    source.give(2);
    assert.ok(await waits(next));
    assert.is(timers.count, 1);
    timers.pass(19);
    assert.ok(await waits(next));
    timers.pass(1);
    assert.equal((await next).value, [1, 2]);
    await flow.cancel();
  }));

test("every batch has its own time", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, batch(2, { within: 50 }));
    for (const first of [1, 2, 3]) {
      const next = flow.next();
      source.give(first);
      await rest();
      timers.pass(49);
      assert.ok(await waits(next));
      timers.pass(1);
      assert.equal((await next).value, [first]);
    }
    await flow.cancel();
  }));

test("a batch that is full in time leaves no timer, nor shortens the time of the next (T2)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, batch(2, { within: 50 }));
    const full = flow.next();
    source.give(1);
    await rest();
    assert.is(timers.armed, 1);
    timers.pass(40);
    source.give(2);
    assert.equal((await full).value, [1, 2]);
    assert.is(timers.armed, 0);
    const late = flow.next();
    source.give(3);
    await rest();
    timers.pass(49);
    assert.ok(await waits(late));
    timers.pass(1);
    assert.equal((await late).value, [3]);
    await flow.cancel();
  }));

test("no timer is armed while nobody asks, and none for a batch that has nothing yet (T2)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, batch(2, { within: 50 }));
    await rest();
    const next = flow.next();
    await rest();
    assert.is(timers.count, 0);
    source.give(1, 2);
    await next;
    source.give(3);
    await rest();
    timers.pass(1000);
    assert.is(timers.armed, 0);
    await flow.cancel();
  }));

test("the end, an error, cancel() and an abort disarm the timer (T2, P3, P4)", () =>
  withTimers(async (timers) => {
    const error = new Error("The source broke");
    const ways: [string, (source: Driven<number>, cancel: () => void, abort: () => void) => void][] = [
      ["end", (source) => source.end()],
      ["error", (source) => source.fail(error)],
      ["cancel", (_, cancel) => cancel()],
      ["abort", (_, __, abort) => abort()],
    ];
    const outcomes: unknown[] = [];
    for (const [way, act] of ways) {
      const source = new Driven<number>().give(1);
      const controller = new AbortController();
      const flow = pipeline(source, batch(2, { within: 50 }), { signal: controller.signal });
      const next = flow.next();
      await rest();
      assert.is(timers.armed, 1, way);
      act(source, () => void flow.cancel(), () => controller.abort("enough"));
      outcomes.push(await next.catch((reason) => reason), await flow.next().catch((reason) => reason));
      assert.is(timers.armed, 0, way);
    }
    const part = { done: false, value: [1] };
    assert.equal(outcomes, [part, end, part, error, end, end, "enough", end]);
  }));

test("a time of 0 gives what there is once timers had their turn", () =>
  withTimers(async (timers) => {
    const flow = pipeline(new Driven<number>().give(1), batch(2, { within: 0 }));
    const next = flow.next();
    assert.ok(await waits(next));
    timers.pass(0);
    assert.equal((await next).value, [1]);
    await flow.cancel();
  }));

test("a time may be longer than setTimeout can (T3)", () =>
  withTimers(async (timers) => {
    const flow = pipeline(new Driven<number>().give(1), batch(2, { within: 2 ** 31 + 10 }));
    const next = flow.next();
    await rest();
    timers.pass(2 ** 31 + 9);
    assert.ok(await waits(next));
    timers.pass(1);
    assert.equal((await next).value, [1]);
    await flow.cancel();
    assert.is(timers.armed, 0);
  }));

test("what comes after a part was given opens the next batch", () =>
  withTimers(async (timers) => {
    const source = channel<number>(10);
    const flow = pipeline(source, batch(3, { within: 50 }));
    const first = flow.next();
    await source.send(1);
    await rest();
    timers.pass(50);
    assert.equal((await first).value, [1]);
    await source.sendAll([2, 3]);
    timers.pass(1000);
    assert.is(timers.armed, 0);
    const second = flow.next();
    assert.ok(await waits(second));
    timers.pass(50);
    assert.equal((await second).value, [2, 3]);
    source.close();
    assert.equal(await flow.next(), end);
  }));

test("an item that comes in the very turn in which the time is over is in one of the batches", () =>
  withTimers(async (timers) => {
    const source = channel<number>();
    const flow = pipeline(source, batch(3, { within: 50 }));
    const all = flow.toArray();
    await source.send(1);
    await rest();
    source.trySend(2);
    timers.pass(50);
    await rest();
    source.close();
    assert.equal((await all).flat(), [1, 2]);
    assert.is(timers.armed, 0);
  }));

test("concurrent pulls are served one after the other by the time (P4)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(1);
    const flow = pipeline(source, batch(2, { within: 50 }));
    const [first, second] = [flow.next(), flow.next()];
    await rest();
    timers.pass(50);
    assert.equal((await first).value, [1]);
    source.give(2);
    assert.ok(await waits(second));
    timers.pass(50);
    assert.equal((await second).value, [2]);
    await flow.cancel();
  }));

test("a batch that fails with its source wins over the time (P3)", () =>
  withTimers(async (timers) => {
    const error = new Error("The source broke");
    const source = new Driven<number>().give(1);
    const flow = pipeline(source, batch(2, { within: 50 }));
    const next = flow.next();
    await rest();
    source.fail(error);
    assert.equal((await next).value, [1]);
    timers.pass(1000);
    assert.is(await failure(flow.next()), error);
    await turn();
    assert.is(timers.count, 1);
  }));

test("a batch whose flow is left by a function above it arms no timer (P4, T2)", () =>
  withTimers(async (timers) => {
    const leaving = map((n: number) => {
      void flow.cancel();
      return n;
    });
    const flow: Flow<number[]> = pipeline(concat(upToTwo()), leaving, batch(2, { within: 1000 }));
    assert.equal(await flow.next(), { done: true, value: undefined });
    await turn();
    assert.is(timers.armed, 0);
  }));

async function* upToTwo() {
  yield await Promise.resolve(1);
  yield 2;
}

test.run();
