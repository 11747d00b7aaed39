import { channel, debounce, filter, type Flow, merge, pipeline, sample, type Stage } from "sluice";
import * as assert from "uvu/assert";
import { END } from "../../../src/flow/link.ts";
import { open } from "../../../src/flow/sources/open.ts";
import { attach } from "../../../src/flow/stage.ts";
import { Driven, naturals } from "../../support/driven.ts";
import { rest } from "../../support/jobs.ts";
import { suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";
import { waits } from "../../support/waits.ts";

const test = suite("latest");

const end = { done: true, value: undefined };

/** Both stages that are made from it; with one item, they differ in nothing but their names. */
const stages: [string, (ms: number) => Stage<number, number>][] = [["debounce", debounce], ["sample", sample]];

for (const [name, make] of stages) {
  test(`${name}: nothing is read before the first pull (P1)`, async () => {
    const source = naturals();
    const flow = pipeline(source, make(10));
    await rest();
    assert.is(source.asked, 0);
    await flow.cancel();
    assert.is(source.returned, 1);
  });

  test(`${name}: an item whose time has passed by the clock is given before its timer fires`, () =>
    withTimers(async () => {
      const source = new Driven<number>().give(1);
      const flow = pipeline(source, make(10));
      const next = flow.next();
      await rest();
      const { now } = Date;
      Date.now = () => now() + 10;
      source.give(2);
      assert.is((await next).value, 1);
      await flow.cancel();
    }));

  test(`${name}: a timer that fires gives its item when the clock was set back (T1)`, () =>
    withTimers(async (timers) => {
      const source = new Driven<number>().give(1);
      const flow = pipeline(source, make(10));
      const next = flow.next();
      await rest();
      const { now } = Date;
      Date.now = () => now() - 3_600_000;
      timers.pass(10);
      assert.is((await next).value, 1);
      const second = flow.next();
      source.give(2);
      await rest();
      timers.pass(10);
      assert.is((await second).value, 2);
      assert.is(timers.armed, 0);
      await flow.cancel();
    }));

  test(`${name}: a timer that fires does not spin while the clock stands still (T1)`, () =>
    withTimers(async (timers) => {
      const source = new Driven<number>().give(1);
      const flow = pipeline(source, make(10));
      const { now } = Date;
      const start = now();
      Date.now = () => start;
      const next = flow.next();
      await rest();
      timers.pass(1000);
      assert.is((await next).value, 1);
      assert.ok(timers.count < 4, `${timers.count} timers`);
      Date.now = now;
      await flow.cancel();
    }));

  test(`${name}: an item that replaces another while its timer runs is not given twice, nor late`, () =>
    withTimers(async (timers) => {
      const source = new Driven<number>().give(1);
      const flow = pipeline(source, make(10));
      const seen: number[] = [];
      const all = flow.forEach((n) => void seen.push(n));
      await rest();
      timers.pass(5);
      source.give(2);
      await rest();
      timers.pass(15);
      await rest();
      assert.equal(seen, [2]);
      assert.is(timers.armed, 0);
      source.end();
      await all;
      assert.equal(seen, [2]);
    }));

  test(`${name}: concurrent pulls are answered in order (P4)`, () =>
    withTimers(async (timers) => {
      const source = new Driven<number>().give(1);
      const flow = pipeline(source, make(10));
      const [first, second, third] = [flow.next(), flow.next(), flow.next()];
      await rest();
      timers.pass(10);
      assert.is((await first).value, 1);
      assert.ok(await waits(second));
      source.give(2).end();
      assert.is((await second).value, 2);
      assert.equal(await third, end);
      assert.is(timers.armed, 0);
    }));

  test(`${name}: a value that came in the very turn of an abort arms no timer afterwards (P4, T2)`, () =>
    withTimers(async (timers) => {
      const source = channel<number>();
      const controller = new AbortController();
      const flow = pipeline(source, make(10), { signal: controller.signal });
      const next = flow.next().catch((reason) => reason);
      await source.send(1);
      await rest();
      assert.ok(source.trySend(2));
      controller.abort("enough");
      await rest();
      assert.is(timers.armed, 0);
      assert.is(await next, "enough");
    }));

  test(`${name}: in merge(), where nobody waits for it alone, its time goes on`, () =>
    withTimers(async (timers) => {
      const source = new Driven<number>().give(1);
      const other = channel<number>(10);
      const flow = merge(pipeline(source, make(10)), other);
      const first = flow.next();
      await other.send(100);
      assert.is((await first).value, 100);
      await rest();
      timers.pass(10);
      assert.is((await flow.next()).value, 1);
      await flow.cancel();
      assert.is(timers.armed, 0);
    }));

  test(`${name}: a stage below that leaves in the middle of its work gets nothing more (P4, T2)`, () =>
    withTimers(async (timers) => {
      const source = new Driven<number>().give(1, 2);
      const flow: Flow<number> = pipeline(
        source,
        make(10),
        filter(() => {
          void flow.cancel();
          return false;
        }),
      );
      const next = flow.next();
      await rest();
      timers.pass(10);
      assert.equal(await next, end);
      assert.is(timers.armed, 0);
      assert.is(source.returned, 1);
    }));

  test(`${name}: once it is stopped it is at its end, whatever it holds (P4)`, async () => {
    const link = attach(open([1]), make(10));
    await link.stop({ reason: undefined, failed: false });
    assert.is(link.poll(), END);
  });

  test(`${name}: an endless synchronous source does not keep the runtime from its turn (C23)`, async () => {
    const source = naturals();
    const flow = pipeline(source, make(1));
    const controller = new AbortController();
    const next = flow.next();
    setTimeout(() => controller.abort(), 0);
    await new Promise((resolve) => controller.signal.addEventListener("abort", resolve));
    assert.ok(source.asked > 0);
    await flow.cancel();
    await next;
    assert.is(source.returned, 1);
  });
}

test.run();
