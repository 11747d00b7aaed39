// How permits come back.
import * as assert from "uvu/assert";
import { type Governor, map, pipeline } from "sluice";
import { upTo } from "../../support/crowds.ts";
import { naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { Generous, Stubborn } from "../../support/governors.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { expectUncaught, suite, ticks } from "../../support/test.ts";

const test = suite("gate: releasing");
const broken = new Error("broken");
const end = { done: true, value: undefined };
const orders = [true, false];

/** A governor with this `acquire`. */
function withAcquire(acquire: () => unknown): Governor {
  return { acquire } as unknown as Governor;
}

test("each permit is released once, with what the work failed with, if it did (P2)", async () => {
  const fates: Record<string, (n: number) => unknown> = {
    "at once": (n) => {
      if (n === 1) throw broken;
      return n;
    },
    "later": async (n) => {
      await ticks(n);
      if (n === 1) throw broken;
      return n;
    },
  };
  for (const [name, fate] of Object.entries(fates)) {
    for (const ordered of orders) {
      for (const onError of [() => {}, () => ticks(9)]) {
        const governor = new Generous();
        const flow = pipeline(upTo(4), map(fate, { concurrency: governor, ordered, onError }));
        assert.equal((await flow.toArray()).sort(), [0, 2, 3], name);
        assert.is(governor.held, 0, name);
        assert.is(governor.outcomes.length, 4, name);
        assert.equal(governor.outcomes.filter((outcome) => outcome !== undefined), [broken], name);
      }
    }
  }
});

test("a failure that fails the flow is told to the governor, too; one that an abort caused is not (P2)", async () => {
  for (const ordered of orders) {
    const governor = new Generous();
    const jobs = new Jobs((n) => n);
    const all = failure(pipeline(upTo(3), map(jobs.obeying, { concurrency: governor, ordered })).run());
    await rest();
    jobs.fail(0, broken);
    assert.is(await all, broken);
    assert.equal([governor.held, governor.outcomes], [0, [broken, undefined, undefined]]);
  }
});

test("a failure with undefined is told as an error, since undefined says that all is well (P2)", async () => {
  const governor = new Generous();
  await pipeline([1], map(() => Promise.reject(), { concurrency: governor, onError: () => {} })).run();
  assert.instance(governor.outcomes[0], Error);
  assert.is(governor.outcomes.length, 1);
});

test("a permit's release() that stops the flow ends it (P2, P4)", async () => {
  for (const ordered of orders) {
    const release = () => void flow.cancel();
    const concurrency = withAcquire(() => Promise.resolve({ release }));
    const flow = pipeline(naturals(), map((n) => n, { concurrency, ordered }));
    assert.equal(await flow.next(), end);
    assert.equal(await flow.next(), end);
  }
});

test("a permit whose release() throws fails the stage, and nothing hangs (P3)", async () => {
  const release = () => {
    throw broken;
  };
  for (const ordered of orders) {
    for (const work of [(n: number) => n, (n: number) => ticks(n).then(() => n)]) {
      const held = withAcquire(() => Promise.resolve({ release }));
      const flow = pipeline(upTo(1), map(work, { concurrency: held, ordered }));
      assert.is(await failure(flow.run()), broken);
    }
  }
});

test("what the release() of a late permit throws is reported, for want of somebody to tell (P2)", async () => {
  const governor = new Stubborn();
  const flow = pipeline(naturals(), map(() => assert.unreachable(), { concurrency: governor }));
  const next = flow.next();
  await rest();
  await flow.cancel();
  Object.defineProperty(governor, "outcomes", {
    get() {
      throw broken;
    },
  });
  const errors = await expectUncaught(() => governor.asks[0]?.grant());
  assert.ok(errors.length === 1 && errors[0] === broken);
  assert.equal(await next, end);
});

test.run();
