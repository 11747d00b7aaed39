import { channel, debounce, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Driven } from "../support/driven.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";
import { waits } from "../support/waits.ts";

const test = suite("debounce while somebody waits, and while nobody does");

const end = { done: true, value: undefined };

test("while somebody waits, the quiet is over by a timer, to the millisecond", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, debounce(10));
    const next = flow.next();
    timers.pass(100);
    source.give(1);
    await rest();
    assert.is(timers.armed, 1);
    timers.pass(6);
    source.give(2);
    await rest();
    timers.pass(9);
    assert.ok(await waits(next));
    assert.is(timers.armed, 1);
    timers.pass(1);
    assert.is((await next).value, 2);
    assert.is(timers.armed, 0);
    await flow.cancel();
  }));

test("after the clock has stepped back, an item that is replaced in its quiet is still not given (T1)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(0);
    const flow = pipeline(source, debounce(60));
    const next = flow.next();
    await rest();
    const { now } = Date;
    timers.pass(1);
    Date.now = () => now() - 3_600_000;
    for (let n = 1; n <= 12; n++) {
      timers.pass(20);
      source.give(n);
      await rest();
    }
    assert.ok(await waits(next));
    timers.pass(59);
    assert.ok(await waits(next));
    timers.pass(1);
    assert.is((await next).value, 12);
    assert.is(timers.armed, 0);
    await flow.cancel();
  }));

test("the timer of an item that was replaced just after the clock stepped back gives nothing (T1)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(0);
    const flow = pipeline(source, debounce(60));
    const next = flow.next();
    await rest();
    timers.pass(59);
    const { now } = Date;
    Date.now = () => now() - 3_600_000;
    source.give(1);
    await rest();
    timers.pass(59);
    assert.ok(await waits(next));
    timers.pass(1);
    assert.is((await next).value, 1);
    await flow.cancel();
  }));

test("no timer is armed while nobody waits, nor while nothing is pending (T2)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, debounce(10));
    const next = flow.next();
    await rest();
    assert.is(timers.count, 0);
    source.give(1);
    await rest();
    timers.pass(10);
    await next;
    source.give(2, 3);
    await rest();
    assert.is(timers.armed, 0);
    const pulled = flow.next();
    await rest();
    assert.is(timers.armed, 1);
    await flow.cancel();
    assert.equal(await pulled, end);
    assert.is(timers.armed, 0);
  }));

test("it reads on while the consumer is busy, and sees by the clock what had its quiet meanwhile (T2)", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>();
    const flow = pipeline(source, debounce(10));
    const first = flow.next();
    source.give(1);
    await rest();
    timers.pass(10);
    assert.is((await first).value, 1);
    source.give(2);
    await rest();
    timers.pass(10);
    const before = timers.count;
    assert.is((await flow.next()).value, 2);
    assert.is(timers.count, before);
    await flow.cancel();
  }));

test("of several items that had their quiet while the consumer was busy, the last one stays", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(0);
    const flow = pipeline(source, debounce(10));
    const first = flow.next();
    await rest();
    timers.pass(10);
    await first;
    for (const n of [1, 2, 3]) {
      source.give(n);
      await rest();
      timers.pass(15);
    }
    assert.is((await flow.next()).value, 3);
    const next = flow.next();
    assert.ok(await waits(next));
    await flow.cancel();
  }));

test("one that had its quiet and one that had not are both given, the second in its time", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(0);
    const flow = pipeline(source, debounce(10));
    const first = flow.next();
    await rest();
    timers.pass(10);
    await first;
    source.give(1);
    await rest();
    timers.pass(10);
    source.give(2);
    await rest();
    timers.pass(4);
    assert.is((await flow.next()).value, 1);
    const next = flow.next();
    await rest();
    timers.pass(5);
    assert.ok(await waits(next));
    timers.pass(1);
    assert.is((await next).value, 2);
    await flow.cancel();
  }));

test("at the end both of them are given, without waiting", () =>
  withTimers(async (timers) => {
    const source = new Driven<number>().give(0);
    const flow = pipeline(source, debounce(10));
    const first = flow.next();
    await rest();
    timers.pass(10);
    await first;
    source.give(1);
    await rest();
    timers.pass(10);
    source.give(2).end();
    await rest();
    assert.equal(await flow.toArray(), [1, 2]);
    assert.is(timers.armed, 0);
  }));

test("a value that came in the very turn of a cancel() arms no timer afterwards (P4, T2)", () =>
  withTimers(async (timers) => {
    const source = channel<number>();
    const flow = pipeline(source, debounce(10));
    const next = flow.next();
    await source.send(1);
    await rest();
    assert.is(timers.armed, 1);
    assert.ok(source.trySend(2));
    await flow.cancel();
    await rest();
    assert.is(timers.armed, 0);
    assert.equal(await next, end);
  }));

test.run();
