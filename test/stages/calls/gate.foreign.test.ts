// Governors that others wrote, well or badly.
import * as assert from "uvu/assert";
import { type Governor, map, pipeline, Semaphore } from "sluice";
import { upTo } from "../../support/crowds.ts";
import { naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { Generous, Stubborn } from "../../support/governors.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { got } from "../../support/reading.ts";
import { expectUncaught, pending, suite } from "../../support/test.ts";

const test = suite("gate: foreign governors");
const broken = new Error("broken");
const end = { done: true, value: undefined };
const orders = [true, false];

/** A governor with this `acquire`. */
function withAcquire(acquire: () => unknown): Governor {
  return { acquire } as unknown as Governor;
}

test("one item at a time asks for a permit, with a signal (P2)", async () => {
  for (const ordered of orders) {
    const governor = new Stubborn();
    const source = naturals();
    const jobs = new Jobs((n) => n);
    const flow = pipeline(source, map(jobs.obeying, { concurrency: governor, ordered }));
    const next = flow.next();
    await rest();
    for (let count = 1; count < 5; count++) {
      await rest();
      assert.equal([source.asked, governor.asks.length, jobs.started.length], [count, count, count - 1]);
      assert.is(governor.asks.at(-1)?.signal?.aborted, false);
      governor.asks.at(-1)?.grant();
    }
    await rest();
    await flow.return();
    assert.equal([await next, governor.held], [end, 0]);
  }
});

test("acquire() is called as a method of its governor (P2)", async () => {
  const governor = new Generous();
  assert.equal(await pipeline(upTo(5), map((n) => n, { concurrency: governor })).toArray(), upTo(5));
  assert.is(governor.held, 0);
});

test("an acquire() that rejects fails the item: the flow, or onError and on with the next (P2, P6)", async () => {
  const refusals: Record<string, () => unknown> = {
    "rejects": () => Promise.reject(broken),
    "throws": () => {
      throw broken;
    },
    "a thenable": () => ({ then: (_: unknown, reject: (error: unknown) => void) => reject(broken) }),
    "an unreadable one": () => ({
      get then() {
        throw broken;
      },
    }),
  };
  for (const [name, refuse] of Object.entries(refusals)) {
    for (const ordered of orders) {
      const permits = new Generous();
      let count = 0;
      const concurrency = withAcquire(() => ++count === 2 ? refuse() : permits.acquire());
      const source = naturals();
      const flow = pipeline(source, map((n) => n, { concurrency, ordered }));
      assert.equal(await flow.next(), got(0), name);
      assert.is(await failure(flow.next()), broken, name);
      assert.equal([source.returned, permits.held], [1, 0], name);

      count = 0;
      const letters: unknown[] = [];
      const onError = (error: unknown, value: number) => letters.push([error, value]);
      assert.equal(await pipeline(upTo(4), map((n) => n, { concurrency, ordered, onError })).toArray(), [0, 2, 3]);
      assert.equal(letters, [[broken, 1]]);
    }
  }
});

test("in order, items before the refused one are delivered first, and those that run are not aborted (P3)", async () => {
  const governor = new Stubborn();
  const jobs = new Jobs((n) => n);
  const source = naturals();
  const flow = pipeline(source, map(jobs.work, { concurrency: governor }));
  const next = flow.next();
  await rest();
  governor.asks[0]?.grant();
  await rest();
  governor.asks[1]?.refuse(broken);
  await rest();
  assert.equal([jobs.aborted, source.returned], [[], 1]);
  assert.ok(await pending(next));
  jobs.finish(0);
  assert.equal(await next, got(0));
  assert.is(await failure(flow.next()), broken);
  assert.is(governor.held, 0);
});

test("a governor that knows no signals is not waited for, and a late permit is given back (P2, P4)", async () => {
  for (const ordered of orders) {
    const governor = new Stubborn();
    const flow = pipeline(naturals(), map(() => assert.unreachable(), { concurrency: governor, ordered }));
    const next = flow.next();
    assert.not(await pending(flow.cancel("enough")));
    assert.equal(await next, end);
    const [{ signal, grant }] = governor.asks as [Stubborn["asks"][0]];
    assert.equal([signal?.aborted, signal?.reason], [true, "enough"]);
    grant();
    await rest();
    assert.equal([governor.held, governor.outcomes, governor.asks.length], [0, [undefined], 1]);
  }
});

test("a permit that comes after another item has failed is given back (P2, P3)", async () => {
  for (const ordered of orders) {
    const governor = new Stubborn();
    const jobs = new Jobs((n) => n);
    const reported: unknown[] = [];
    const onError = (error: unknown) => {
      reported.push(error);
      throw error;
    };
    const next = failure(pipeline(naturals(), map(jobs.work, { concurrency: governor, ordered, onError })).next());
    await rest();
    governor.asks[0]?.grant();
    await rest();
    jobs.fail(0, broken);
    assert.is(await next, broken);
    assert.is(governor.asks[1]?.signal?.reason, broken);
    governor.asks[1]?.grant();
    await rest();
    assert.equal([governor.held, jobs.started, reported], [0, [0], [broken]]);
  }
});

test("a refusal that comes too late is silent (P3)", async () => {
  for (const ordered of orders) {
    const governor = new Stubborn();
    const onError = () => assert.unreachable();
    const flow = pipeline(naturals(), map(() => 1, { concurrency: governor, ordered, onError }));
    const next = flow.next();
    await rest();
    await flow.cancel();
    governor.asks[0]?.refuse(broken);
    assert.equal(await next, end);
  }
});

test("a governor whose acquire() stops the flow gets its permit back (P2, P4)", async () => {
  for (const ordered of orders) {
    const permits = new Generous();
    const concurrency = withAcquire(() => {
      void flow.cancel();
      return permits.acquire();
    });
    const flow = pipeline(naturals(), map(() => assert.unreachable(), { concurrency, ordered }));
    assert.equal(await flow.next(), end);
    await rest();
    assert.equal([permits.held, permits.outcomes.length], [0, 1]);
  }
});

test("an engine without AbortController has governors, too (P2)", async () => {
  const { AbortController } = globalThis;
  Object.assign(globalThis, { AbortController: undefined });
  try {
    for (const ordered of orders) {
      const [seats, stubborn] = [new Semaphore(2), new Stubborn()];
      assert.equal(await pipeline(upTo(9), map((n) => n, { concurrency: seats, ordered })).toArray(), upTo(9));
      const flow = pipeline(naturals(), map(() => assert.unreachable(), { concurrency: stubborn, ordered }));
      const next = flow.next();
      await rest();
      await flow.cancel();
      stubborn.asks[0]?.grant();
      assert.equal(await next, end);
      await rest();
      assert.equal([stubborn.held, stubborn.outcomes], [0, [undefined]]);
    }
  } finally {
    Object.assign(globalThis, { AbortController });
  }
});

test("a governor whose acquire() resolves with no permit fails the stage, and the source is released (P3, C25)", async () => {
  for (const ordered of [true, false]) {
    for (const permit of [undefined, {}, { release: 1 }]) {
      let released = false;
      const source = {
        *[Symbol.iterator]() {
          try {
            yield* [1, 2, 3];
          } finally {
            released = true;
          }
        },
      };
      const concurrency = { acquire: () => permit } as never;
      const error = await failure<Error>(pipeline(source, map((n) => n, { concurrency, ordered })).toArray());
      assert.is(error.name, "TypeError");
      assert.match(error.message, /^acquire\(\) must resolve with a permit that has release\(\), not /);
      assert.ok(released);
    }
  }
});

test("what is not a permit and comes too late is reported (P4, C25)", async () => {
  let grant: (permit: unknown) => void = () => assert.unreachable();
  const acquire = () => new Promise((resolve) => grant = resolve);
  const errors = await expectUncaught(async () => {
    const flow = pipeline([1], map((n) => n, { concurrency: { acquire } as never }));
    const next = flow.next();
    await rest();
    await flow.cancel();
    grant(undefined);
    assert.ok((await next).done);
    await rest();
  });
  assert.equal(errors.map(String), [
    "TypeError: acquire() must resolve with a permit that has release(), not undefined",
  ]);
});

test.run();
