// The functions of a stage use the flow that they work for, and what stops it.
import * as assert from "uvu/assert";
import { channel, type Flow, map, pipeline, type Source, type Stage, tap } from "sluice";
import { type CrowdKind, every, upTo } from "../../support/crowds.ts";
import { Counted, naturals } from "../../support/driven.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, ticks } from "../../support/test.ts";

const test = suite("concurrent: re-entrant");
const broken = new Error("broken");
const end = { done: true, value: undefined };
function throws(): never {
  throw new Error("late");
}

/** What a function does to the pipeline that it works for, and how `next()` then ends. */
interface Act {
  readonly name: string;
  readonly does: (flow: Flow<number>, controller: AbortController) => unknown;
  readonly ends: unknown;
}

const acts: readonly Act[] = [
  { name: "cancel()", does: (flow) => flow.cancel("enough"), ends: end },
  { name: "return()", does: (flow) => flow.return(), ends: end },
  { name: "throw()", does: (flow) => flow.throw(broken).catch(() => {}), ends: broken },
  { name: "an abort", does: (_, controller) => controller.abort(broken), ends: broken },
];

/** A flow whose first function acts, before or after its first wait, and its `next()` that waits. */
function acting({ does }: Act, source: Source<number>, work: (act: () => void) => Stage<number, number>) {
  const controller = new AbortController();
  let count = 0;
  const act = () => {
    if (count++ === 0) does(flow, controller);
  };
  const flow: Flow<number> = pipeline(source, work(act), { signal: controller.signal });
  return { flow, next: flow.next().catch((error) => error) };
}

/** Runs a fact for each crowd and act. */
function each(fact: (act: Act, kind: CrowdKind) => Promise<void>): () => Promise<void> {
  return async () => {
    for (const kind of every) for (const act of acts) await fact(act, kind);
  };
}

test(
  "a function that stops its flow ends it: nothing is started after that, and its result is dropped (P3, P4)",
  each(async (act, { options }) => {
    const source = naturals();
    const started: number[] = [];
    const { flow, next } = acting(act, source, (act) =>
      map((n) => {
        started.push(n);
        act();
        return n;
      }, options()));
    assert.equal(await next, act.ends);
    await rest();
    assert.equal([started, source.returned, await flow.next()], [[0], 1, end]);
  }),
);

test(
  "a function that stops its flow and then fails is not heard (P3)",
  each(async (act, { options }) => {
    const reported: unknown[] = [];
    for (const fail of [() => Promise.reject("late"), throws]) {
      const onError = (error: unknown) => reported.push(error);
      const work = (act: () => void) => map((): Promise<number> => (act(), fail()), { ...options(), onError });
      const { next } = acting(act, naturals(), work);
      assert.equal(await next, act.ends);
    }
    assert.equal(reported, []);
  }),
);

test(
  "a function that stops its flow has an aborted signal, and is waited for (P3, P4)",
  each(async (act, { options }) => {
    const jobs = new Jobs((n) => n);
    const { next } = acting(act, naturals(), (act) =>
      map((n, context) => {
        const { signal } = context;
        act();
        assert.ok(signal.aborted);
        return jobs.work(n, context);
      }, options()));
    await rest();
    assert.equal(jobs.started, [0]);
    assert.ok(await pending(next));
    jobs.finish(0);
    assert.equal(await next, act.ends);
  }),
);

test(
  "a function that stops its flow later, in the middle of its work, is waited for (P3, P4)",
  each(async (act, { options }) => {
    const jobs = new Jobs((n) => n);
    const { next } = acting(act, new Counted(upTo(1)), (act) =>
      map(async (n, context) => {
        await ticks(3);
        act();
        assert.ok(context.signal.aborted);
        return await jobs.work(n, context);
      }, options()));
    await rest();
    assert.ok(await pending(next));
    jobs.fail(0, "late");
    assert.equal(await next, act.ends);
  }),
);

test(
  "when a function above stops the flow, no work is begun below (P3, P4)",
  each(async (act, { options }) => {
    const started: number[] = [];
    const { next } = acting(
      act,
      naturals(),
      (act) => (input) =>
        pipeline(input, tap(act), map((n) => (started.push(n), new Promise<number>(() => {})), options())),
    );
    assert.equal(await next, act.ends);
    assert.equal(started, []);
  }),
);

test(
  "when the source stops the flow before it gives a value, no work is begun on that (P3, P4)",
  each(async (act, { options }) => {
    const started: number[] = [];
    let stop = () => {};
    const source = (function* () {
      stop();
      yield 1;
    })();
    const { next } = acting(act, source, (act) => {
      stop = act;
      return map((n) => (started.push(n), new Promise<number>(() => {})), options());
    });
    assert.equal(await next, act.ends);
    assert.equal(started, []);
  }),
);

test(
  "an onError that stops the flow ends it (P4, P6)",
  each(async (act, { options }) => {
    for (const fail of [() => Promise.reject(1), throws]) {
      const { next } = acting(
        act,
        naturals(),
        (onError) => map((): Promise<number> => fail(), { ...options(), onError }),
      );
      assert.equal(await next, act.ends);
    }
  }),
);

test(
  "an abort listener of an item that stops the flow again changes nothing (P4)",
  each(async (act, { options }) => {
    const jobs = new Jobs((n) => n);
    const { flow, next } = acting(act, new Counted(upTo(3)), (act) =>
      map((n, context) => {
        context.signal.addEventListener("abort", act);
        return jobs.obeying(n, context);
      }, options()));
    await rest();
    await flow.cancel("first");
    assert.equal([await next, jobs.signal(0).reason], [end, "first"]);
  }),
);

test("a function that asks its flow for more is answered after those who asked before (P2)", async () => {
  for (const { options, ordered } of every) {
    for (const wait of [false, true]) {
      const asked: Promise<unknown>[] = [];
      const flow: Flow<number> = pipeline(
        upTo(3),
        map((n) => {
          if (n === 0) asked.push(flow.next(), flow.next());
          return wait ? ticks(2).then(() => n) : n;
        }, options()),
      );
      const first = flow.next();
      const all = await Promise.all([first, ...asked, ...upTo(2).map(() => flow.next())]);
      const values = all.filter((result) => !(result as { done: boolean }).done);
      if (ordered) assert.equal(all, [got(0), got(1), got(2), end, end].slice(0, all.length));
      else assert.is(values.length, 3);
    }
  }
});

test("a function that closes the source ends the flow after what is there (P1)", async () => {
  for (const { options } of every) {
    const source = channel<number>(3);
    for (const n of upTo(3)) source.trySend(n);
    const all = pipeline(source, map((n) => (source.close(), ticks(n % 2).then(() => n)), options())).toArray();
    assert.equal((await all).sort(), [0, 1, 2]);
  }
});

test("a function that cancels the source ends the flow after what was pulled (P1)", async () => {
  for (const { options } of every) {
    const source = channel<number>(20);
    for (const n of upTo(20)) source.trySend(n);
    const all = pipeline(source, map((n) => (source.cancel(), n), options())).toArray();
    assert.equal(await all, [0]);
  }
});

test("a function that sends to its own source feeds the flow (P1)", async () => {
  for (const { options } of every) {
    const source = channel<number>(1);
    source.trySend(0);
    const feed = (n: number) => (n < 50 ? assert.ok(source.trySend(n + 1)) : source.close(), n);
    assert.equal((await pipeline(source, map(feed, options())).toArray()).length, 51);
  }
});

test.run();
