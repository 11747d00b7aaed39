import * as assert from "uvu/assert";
import { channel, flatMap, type Flow, type ItemContext, map, pipeline, Semaphore, type Source } from "sluice";
import { every, upTo } from "../../support/crowds.ts";
import { Driven, naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { got } from "../../support/reading.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("flat: leaving");
const broken = new Error("broken");
const end = { done: true, value: undefined };
/** Ways to stop a flow; each gives what to wait for. */
const ways: Record<string, (flow: Flow<unknown>, controller: AbortController) => Promise<unknown>> = {
  "return()": (flow) => flow.return(),
  "cancel(reason)": (flow) => flow.cancel("enough"),
  "throw(error)": (flow) => failure(flow.throw(broken)),
  "the outer signal": (flow, controller) => (controller.abort(broken), flow.return()),
};

for (const [name, stop] of Object.entries(ways)) {
  test(`${name} releases every source that is open, once, and waits for that (P4)`, async () => {
    for (const { options, width } of every) {
      const closing = gate();
      const outer = upTo(3).map(() => Object.assign(new Driven<number>(), { closing: closing.promise }));
      const controller = new AbortController();
      const flow = pipeline(outer, flatMap((source) => source, options()), { signal: controller.signal });
      const first = flow.next();
      await rest();
      outer[0]?.give(1);
      assert.equal(await first, got(1)); // nobody waits for the first source now
      const left = stop(flow, controller);
      const released = upTo(3).map((index) => index < Math.min(width, 3) ? 1 : 0);
      assert.equal(outer.map(({ returned }) => returned), released);
      assert.ok(await pending(left));
      closing.open();
      await left;
      assert.equal([outer.map(({ returned }) => returned), await flow.next().catch((e) => e)].at(0), released);
    }
  });

  test(`${name} releases a source that arrives too late, once, and waits for it (P3, P4)`, async () => {
    for (const { options } of every) {
      const late: Record<string, [Source<number>, () => number]> = {};
      const driven = new Driven<number>();
      late.driven = [driven, () => driven.returned];
      let cancelled = 0;
      late.stream = [new ReadableStream<number>({ cancel: () => void cancelled++ }), () => cancelled];
      const counted = naturals();
      late.sync = [counted, () => counted.returned];
      const flown = naturals();
      late.flow = [pipeline(flown, map((n) => n)), () => flown.returned];
      for (const [source, released] of Object.values(late)) {
        const arrives = gate<Source<number>>();
        const controller = new AbortController();
        const flow = pipeline([0], flatMap(() => arrives.promise, options()), { signal: controller.signal });
        const next = flow.next().catch(() => {});
        await rest();
        const left = stop(flow, controller);
        assert.ok(await pending(left));
        arrives.open(source);
        await left;
        await next;
        assert.is(released(), 1);
      }
    }
  });

  test(`${name} stops flows that are read inside, with all their work (P4)`, async () => {
    for (const { options } of every) {
      const jobs = new Jobs((n) => n);
      const reported: unknown[] = [];
      const source = naturals();
      const fn = () => pipeline(source, map(jobs.work, { concurrency: 2 }));
      const controller = new AbortController();
      const onError = (error: unknown) => reported.push(error);
      const { signal } = controller;
      const flow = pipeline([0], flatMap(fn, { ...options(), onError }), { signal });
      const next = flow.next().catch(() => {});
      await rest();
      const left = stop(flow, controller);
      assert.equal([jobs.aborted, source.returned], [[0, 1], 1]);
      jobs.finish(0);
      assert.ok(await pending(left));
      jobs.fail(1, "late");
      await left;
      await next;
      assert.equal(reported, []);
    }
  });

  test(`${name} ends flows that wait inside, and none of them reaches onError (P3, P4)`, async () => {
    for (const { options } of every) {
      const silent = channel<number>();
      const reported: unknown[] = [];
      const onError = (error: unknown) => reported.push(error);
      const controller = new AbortController();
      const fn = () => pipeline(silent, map((n) => n));
      const flow = pipeline(upTo(3), flatMap(fn, { ...options(), onError }), { signal: controller.signal });
      const next = flow.next().catch(() => {});
      await rest();
      await stop(flow, controller);
      await next;
      assert.equal([reported, silent.closed, silent.stats.waitingReceivers], [[], false, 0]);
    }
  });
}

test("break releases the sources, and gives back all permits (P2, P4)", async () => {
  for (const ordered of [true, false]) {
    const seats = new Semaphore(3);
    const inner = upTo(9).map(() => naturals());
    const flow = pipeline(inner, flatMap((source) => source, { concurrency: seats, ordered }));
    for await (const n of flow) if (n > 2) break;
    assert.equal(inner.map(({ asked, returned }) => asked > 0 === returned > 0), upTo(9).map(() => true));
    assert.is(seats.available, 3);
  }
});

test("what releasing a source throws is what leaving rejects with (P4)", async () => {
  for (const { options } of every) {
    const source = new Driven<number>().give(1);
    source.closing = Promise.reject(broken);
    source.closing.catch(() => {});
    const flow = pipeline([0], flatMap(() => source, options()));
    await flow.next();
    assert.is(await failure(flow.return()), broken);
  }
});

test("a silent source that is asked does not hold the one who leaves (P4)", async () => {
  for (const { options } of every) {
    const source = new Driven<number>();
    source.closing = new Promise(() => {}); // as an async generator behaves, whose next() waits
    const flow = pipeline([0], flatMap(() => source, options()));
    const next = flow.next();
    await rest();
    assert.not(await pending(flow.return()));
    assert.equal([await next, source.returned], [end, 1]);
  }
});

test("the signal of an item is aborted while its source is open, and not after its end (P2)", async () => {
  for (const { options } of every) {
    const signals: AbortSignal[] = [];
    const sources = [[1], naturals()] as const;
    const fn = (source: Source<number>, { signal }: { signal: AbortSignal }) => (signals.push(signal), source);
    const flow = pipeline(sources, flatMap(fn, options()));
    for (const _ of upTo(5)) await flow.next();
    await flow.cancel("enough");
    assert.equal(signals.map(({ aborted }) => aborted), [false, true]);
    assert.is(signals[1]?.reason, "enough");
  }
});

test("an inner source that stops the flow while it is asked is released, and all others waited for (P4)", async () => {
  for (const { options, width } of every.filter(({ width }) => width > 1)) {
    for (const last of ["value", "end", "error"]) {
      const jobs = new Jobs<number[]>(() => []);
      const fn = (n: number, context: ItemContext) => n === 0 ? stopping() : jobs.work(n, context);
      const flow: Flow<number> = pipeline(upTo(2), flatMap<number, number>(fn, options()));
      let left: Promise<void> | undefined;
      const stopping = function* () {
        yield 0;
        left = flow.cancel();
        if (last === "value") yield 1;
        if (last === "error") throw broken;
      };
      assert.equal(await flow.next(), got(0));
      await rest();
      assert.equal([jobs.started, width > 1], [[1], true]);
      const next = flow.next();
      await rest();
      assert.ok(await pending(left as Promise<void>), last);
      jobs.finish(1);
      await left;
      assert.equal(await next, end);
    }
  }
});

test.run();
