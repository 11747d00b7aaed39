// The work that a stage does: how much at once, in which order, and what becomes of it when the pipeline is left. P2, P4.
import * as assert from "uvu/assert";
import type { Flow } from "sluice";
import { failure } from "../../support/failure.ts";
import { pending, ticks } from "../../support/test.ts";
import { begun } from "./stage.jobs.ts";
import { calm, type Fact, flowOf, itemsOf, numbers, type StageKind, type Working } from "./stage.kinds.ts";
import { asyncIterable, Script } from "./stage.sources.ts";

const end = { done: true, value: undefined };
const broken = new Error("It broke");

export function workingFacts(fact: Fact, kind: StageKind, working: Working): void {
  widthFacts(fact, kind, working);
  exitFacts(fact, kind, working);
}

function widthFacts(fact: Fact, kind: StageKind, working: Working): void {
  const { width } = working;
  const { ordered = true, ahead = 0 } = kind;

  fact("as much is in work at once as it says, and never more; index counts the items (P1, P2)", async () => {
    const { jobs, flow, next } = await begun(kind, working);
    assert.equal(jobs.all.map(({ value }) => value), numbers(width));
    const nexts = [next, ...numbers(10).map(() => flow.next())];
    for (let done = 0; done < 10; done++) {
      assert.is(jobs.running, width);
      jobs.at(done).finish();
      await calm();
    }
    const results = await Promise.all(nexts.slice(0, 10));
    assert.equal(itemsOf(kind, results.map(({ value }) => value)), numbers(10));
    assert.equal(jobs.all.map(({ index }) => index), jobs.all.map((_, index) => index));
    const left = flow.return();
    jobs.finishFrom(10);
    await left;
  });

  fact("work that needs no waiting gives the same (P2)", async () => {
    const calls: unknown[] = [];
    const make = () => working.make((value) => void calls.push(value));
    const came = await flowOf({ ...kind, make }, numbers(20)).toArray();
    assert.equal(itemsOf(kind, came), numbers(20));
    assert.equal(calls, numbers(20));
  });

  fact("work that takes various times gives the same (P2)", async () => {
    const make = () => working.make((value) => ticks((Number(value) * 7) % 5 * 10));
    for (const source of [numbers(20), asyncIterable(new Script(numbers(20)), 7)]) {
      const came = itemsOf(kind, await flowOf({ ...kind, make }, source).toArray());
      assert.equal(ordered ? came : came.sort((a, b) => Number(a) - Number(b)), numbers(20));
    }
  });

  if (width === 1) return;

  fact(
    ordered
      ? "values keep the order of the items, whatever is finished first (P2)"
      : "values come as they are finished (P2)",
    async () => {
      const { jobs, flow, next } = await begun(kind, working, new Script(numbers(width)));
      const nexts = [next, ...numbers(width - 1).map(() => flow.next())];
      for (const job of jobs.all.slice().reverse()) {
        job.finish();
        await calm();
      }
      const values = (await Promise.all(nexts)).map(({ value }) => value);
      assert.equal(itemsOf(kind, values), ordered ? numbers(width) : numbers(width).reverse());
      assert.equal(await flow.next(), end);
    },
  );

  if (!ordered) return;

  fact("what is finished behind a slow head counts: nothing more is begun (P2)", async () => {
    const { jobs, flow, script, next } = await begun(kind, working);
    for (let done = 1; done < jobs.all.length; done++) {
      jobs.at(done).finish();
      await calm();
      assert.ok(script.pulled <= 1 + ahead);
    }
    assert.is(jobs.running, 1);
    jobs.at(0).finish();
    assert.equal(itemsOf(kind, [(await next).value]), [1]);
    const left = flow.return();
    jobs.finishFrom(width);
    await left;
  });
}

function exitFacts(fact: Fact, kind: StageKind, working: Working): void {
  const ways: Record<string, (flow: Flow<unknown>) => Promise<unknown>> = {
    "return()": (flow) => flow.return(),
    "cancel(reason)": (flow) => flow.cancel(broken),
    "asyncDispose": (flow) => flow[Symbol.asyncDispose](),
    "throw()": (flow) => failure(flow.throw(broken)),
  };

  for (const [way, leave] of Object.entries(ways)) {
    fact(`${way} aborts the work that runs, releases the source, and waits for all work (P4)`, async () => {
      const { jobs, flow, script, next } = await begun(kind, working);
      const settled = Promise.allSettled([leave(flow), next]);
      assert.ok(jobs.aborted.every(Boolean));
      assert.is(script.released, 1);
      for (const job of jobs.all) {
        assert.ok(await pending(settled));
        job.finish();
      }
      assert.not(await pending(settled, 100));
      await calm();
      assert.is(jobs.all.length, working.width);
      assert.is(script.released, 1);
    });
  }

  fact("cancel(reason) aborts the work with its reason, return() with an AbortError (P4)", async () => {
    for (const reason of [broken, undefined]) {
      const { jobs, flow } = await begun(kind, working);
      const left = reason === undefined ? flow.return() : flow.cancel(reason);
      for (const { signal } of jobs.all) {
        if (reason === undefined) assert.is(signal.reason.name, "AbortError");
        else assert.is(signal.reason, reason);
      }
      jobs.finishFrom(0);
      await left;
    }
  });

  fact("an abort aborts the work with its reason; who waits gets that once all work has settled (P4)", async () => {
    const controller = new AbortController();
    const { jobs, next } = await begun(kind, working, undefined, controller.signal);
    const result = failure(next);
    controller.abort(broken);
    await calm();
    for (const job of jobs.all) {
      assert.is(job.signal.reason, broken);
      assert.ok(await pending(result));
      job.finish();
    }
    assert.is(await result, broken);
  });

  fact("work that fails after it was aborted is no failure, whatever it fails with (P4)", async () => {
    for (const error of [undefined, new Error("Too late")]) {
      const { jobs, flow, next } = await begun(kind, working);
      const left = flow.return();
      for (const job of jobs.all) job.fail(error ?? job.signal.reason);
      assert.equal(await left, end);
      assert.equal(await next, end);
    }
  });

  fact("work that first looks at its signal when it is aborted finds it aborted (P2, P4)", async () => {
    const signals: (() => AbortSignal)[] = [];
    let finish = () => {};
    const done = new Promise<void>((resolve) => finish = resolve);
    const make = () =>
      working.make((_, context) => {
        signals.push(() => context.signal);
        return done;
      });
    const flow = flowOf({ ...kind, make }, numbers(20));
    const next = flow.next();
    await calm();
    const left = flow.cancel(broken);
    for (const signal of signals) {
      assert.ok(signal().aborted);
      assert.is(signal().reason, broken);
    }
    finish();
    await left;
    assert.equal(await next, end);
  });

  if (working.lasts !== true) endedFacts(fact, kind, working);

  fact("the loop is left when all work has settled, not before (P4)", async () => {
    const { jobs, flow, next } = await begun(kind, working);
    const loop = (async () => {
      for await (const _ of flow) break;
    })();
    jobs.at(0).finish();
    await next;
    await calm();
    jobs.at(1).finish();
    await calm();
    const running = jobs.all.slice(2);
    assert.is(await pending(loop), running.length > 0);
    assert.ok(running.every(({ signal }) => signal.aborted));
    for (const job of running) job.finish();
    await loop;
  });
}

function endedFacts(fact: Fact, kind: StageKind, working: Working): void {
  fact("work that has ended is not aborted when the pipeline is left (P4)", async () => {
    const { jobs, flow, next } = await begun(kind, working);
    const first = jobs.at(0);
    first.finish();
    await next;
    await calm();
    const left = flow.return();
    assert.not(first.signal.aborted);
    jobs.finishFrom(1);
    await left;
  });
}
