import { batch, channel, map, merge, pipeline, timeout } from "sluice";
import * as assert from "uvu/assert";
import { Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";
import { waits } from "../support/waits.ts";

const test = suite("timeout in a chain");

const end = { done: true, value: undefined };

test("the stages above are stopped, and have stopped before the error comes (P3)", () =>
  withTimers(async (timers) => {
    const signals: AbortSignal[] = [];
    let finish = () => {};
    const source = naturals();
    const work = map((_: number, { signal }) => {
      signals.push(signal);
      return new Promise<void>((resolve) => finish = resolve);
    });
    const next = pipeline(source, work, timeout(10)).next();
    await rest();
    timers.pass(10);
    assert.ok(await waits(next));
    assert.is(signals[0]?.reason.name, "TimeoutError");
    assert.is(source.returned, 1);
    finish();
    assert.is(await failure(next), signals[0]?.reason);
  }));

test("the stages below are stopped, too; what they hold comes first (P3)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(1);
    const flow = pipeline(source, timeout(10), batch(2));
    const next = flow.next();
    await rest();
    timers.pass(10);
    assert.equal((await next).value, [1]);
    assert.is((await failure<Error>(flow.next())).name, "TimeoutError");
    assert.is(source.returned, 1);
  }));

test("leaving and an abort disarm the timer (P4, T2)", () =>
  withTimers(async (timers) => {
    const controller = new AbortController();
    for (const way of ["cancel", "abort"] as const) {
      const source = new Driven<number>();
      const flow = pipeline(source, timeout(10), { signal: controller.signal });
      const next = flow.next();
      await rest();
      assert.is(timers.armed, 1);
      if (way === "cancel") void flow.cancel();
      else controller.abort("enough");
      assert.is(timers.armed, 0);
      assert.equal(await next.catch((reason) => reason), way === "cancel" ? end : "enough");
      assert.is(source.returned, 1);
    }
  }));

test("a value that came in the very turn of a cancel() arms no timer afterwards (P4, T2)", () =>
  withTimers(async (timers) => {
    const source = channel<number>();
    const flow = pipeline(source, map((n) => n), timeout(10));
    const all = [flow.next(), flow.next()];
    await rest();
    source.trySend(1);
    await flow.cancel();
    await rest();
    await Promise.all(all);
    assert.is(timers.armed, 0);
  }));

test("items that are filtered out above do not count as values", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const skipping = map<number, number>(() => {
      throw new Error("Not this one");
    }, { onError: () => {} });
    const flow = pipeline(source, skipping, timeout(10));
    const next = flow.next();
    for (let n = 0; n < 3; n++) {
      await rest();
      timers.pass(3);
      source.give(n);
    }
    assert.ok(await waits(next));
    timers.pass(1);
    assert.is((await failure<Error>(next)).name, "TimeoutError");
  }));

test("timeout() in one source of merge() fails all of them (P3)", () =>
  withTimers(async (timers) => {
    const other = new Driven<number>();
    const flow = merge(pipeline(new Driven<number>(), timeout(10)), other);
    const next = flow.next();
    await rest();
    timers.pass(10);
    assert.is((await failure<Error>(next)).name, "TimeoutError");
    assert.is(other.returned, 1);
  }));

test("a stage below that has stopped asking does not use up the time of the next pull (T2)", () =>
  withTimers(async (timers) => {
    const source = channel<number>(10);
    source.trySend(1);
    const flow = pipeline(source, timeout(50), batch(10, { within: 10 }));
    const first = flow.next();
    await rest();
    timers.pass(10);
    assert.equal((await first).value, [1]);
    timers.pass(100);
    const second = flow.next();
    await rest();
    timers.pass(49);
    assert.ok(await waits(second));
    source.trySend(2);
    await rest();
    timers.pass(10);
    assert.equal((await second).value, [2]);
    await flow.cancel();
    assert.is(timers.armed, 0);
  }));

test("a stage below that has stopped asking, and asks again before the time is over, has what is left of it (T2)", () =>
  withTimers(async (timers) => {
    const source = channel<number>(10);
    source.trySend(1);
    const flow = pipeline(source, timeout(50), batch(10, { within: 10 }));
    const first = flow.next();
    await rest();
    timers.pass(10);
    assert.equal((await first).value, [1]);
    timers.pass(30);
    const second = flow.next();
    await rest();
    timers.pass(9);
    assert.ok(await waits(second));
    timers.pass(1);
    assert.is((await failure<Error>(second)).name, "TimeoutError");
    assert.is(timers.armed, 0);
  }));

test.run();
