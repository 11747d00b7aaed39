import { channel, type Flow, map, merge, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("merge, left");

const end = { done: true, value: undefined };
const broken = new Error("The source broke");

/** A merge of one that always has something, a silent one, one in a pipeline, a quick one, and one whose turn comes last. */
function several() {
  const [busy, silent, piped, last] = [naturals(), new Driven<number>(), new Driven<number>(), naturals()];
  const pulled = new Driven<number>().give(1, 2, 3);
  const sources = [busy, silent, piped, pulled, last];
  const flow = merge(busy, silent, pipeline(piped, map((n) => n)), pulled, last);
  return { sources, flow, released: () => sources.map(({ returned }) => returned) };
}

const ways: Record<string, (flow: Flow<number>) => Promise<unknown>> = {
  break: async (flow) => {
    for await (const _ of flow) break;
  },
  return: (flow) => flow.return(),
  cancel: (flow) => flow.cancel("enough"),
  "await using": (flow) => flow[Symbol.asyncDispose](),
  throw: (flow) => flow.throw(broken).catch(() => {}),
  "a failing consumer": (flow) => failure(flow.forEach(() => Promise.reject(broken))),
};

for (const [name, leave] of Object.entries(ways)) {
  for (const pulls of [0, 1, 2, 7]) {
    test(`${name} after ${pulls} pulls releases all sources, once (P4)`, async () => {
      const { flow, released } = several();
      for (let pull = 0; pull < pulls; pull++) await flow.next();
      await leave(flow);
      assert.equal(released(), [1, 1, 1, 1, 1]);
      assert.equal(await flow.next(), end);
      await flow.cancel();
      assert.equal(released(), [1, 1, 1, 1, 1]);
    });
  }
}

test("an abort releases all sources, once, and is told to the consumer (P4)", async () => {
  const { flow, released } = several();
  const controller = new AbortController();
  const outer = pipeline(flow, { signal: controller.signal });
  await outer.next();
  controller.abort("enough");
  assert.is(await failure(outer.next()), "enough");
  assert.equal(released(), [1, 1, 1, 1, 1]);
});

test("an error of one source releases all others, once, silent ones too (P3)", async () => {
  const { sources, flow, released } = several();
  await flow.next();
  (sources[1] as Driven<number>).fail(broken);
  await rest();
  assert.is(await failure(flow.run()), broken);
  assert.equal(released(), [1, 0, 1, 1, 1]);
  assert.equal(await flow.next(), end);
});

test("the error comes only when all others have been released (P3)", async () => {
  const [failing, slow, stalled] = [new Driven<number>(), new Driven<number>().give(1), new Driven<number>()];
  const releasing = gate();
  slow.closing = stalled.closing = releasing.promise;
  const flow = merge(slow, failing, stalled);
  await flow.next();
  const next = failure(flow.next());
  await rest();
  failing.fail(broken);
  await rest();
  assert.equal([slow.returned, stalled.returned], [1, 1]);
  releasing.open();
  assert.is(await next, broken);
});

test("of two errors the first one counts; nothing is reported of the other (P3)", async () => {
  const [one, other] = [new Driven<number>(), new Driven<number>()];
  const flow = merge(one, other);
  const next = flow.next();
  await rest();
  other.fail(broken);
  one.fail(new Error("Too late"));
  assert.is(await failure(next), broken);
  assert.equal(await flow.next(), end);
});

test("running work of all sources is aborted, and waited for, before the error comes (P3)", async () => {
  const signals: AbortSignal[] = [];
  const finish = gate();
  const working = () =>
    pipeline(
      naturals(),
      map((_, { signal }) => {
        signals.push(signal);
        return finish.promise;
      }),
    );
  const failing = new Driven<void>();
  const next = merge(working(), failing, working()).next();
  await rest();
  failing.fail(broken);
  assert.ok(await waits(next));
  assert.equal(signals.map(({ reason }) => reason), [broken, broken]);
  finish.open();
  assert.is(await failure(next), broken);
});

test("a source that never answers does not keep anybody from leaving (P4)", async () => {
  async function* stuck() {
    await new Promise(() => {});
    yield 1;
  }
  const deaf = { next: () => new Promise<never>(() => {}), return: () => new Promise<never>(() => {}) };
  const flow = merge(stuck(), { [Symbol.asyncIterator]: () => deaf }, [1]);
  for await (const value of flow) {
    assert.is(value, 1);
    break;
  }
  const failing = merge(stuck(), new Driven<number>().fail(broken));
  assert.is(await failure(failing.run()), broken);
});

test("a pull that waits ends when the flow is left by others (P4)", async () => {
  const flow = merge(new Driven<number>(), channel<number>());
  const all = [flow.next(), flow.next()];
  await rest();
  await flow.return();
  assert.equal(await Promise.all(all), [end, end]);
});

test("a value that comes in the very turn in which the flow is left does no harm (P4)", async () => {
  const [one, other] = [channel<number>(1), new Driven<number>()];
  const flow = merge(one, other);
  const next = flow.next();
  await rest();
  one.trySend(1);
  other.give(2);
  await flow.cancel();
  await next;
  assert.equal(await flow.next(), end);
  assert.is(other.returned, 1);
});

test.run();
